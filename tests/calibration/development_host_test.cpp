// The profile of the development host is what `calibrate` makes of the committed measurement, and of nothing else.
#include <cmath>

#include <catch2/catch.hpp>

#include "calibration/composites.hpp"
#include "calibration/fit.hpp"
#include "microbench/bench.hpp"
#include "scenario/load.hpp"

using namespace kickpath;
using namespace kickpath::calibration;

namespace {

const std::string sources = KICKPATH_SOURCES;

MeasurementFile measurement() {
  config::Errors errors;
  auto file = load_measurement(sources + "/validation/data/pvm-nested-2026.json", errors);
  INFO(errors.format());
  REQUIRE(file);
  return *std::move(file);
}

cost::CostProfile profile() {
  config::Errors errors;
  const auto loaded = scenario::load_profile(sources + "/scenarios/profiles/pvm-nested-2026.yaml", errors);
  INFO(errors.format());
  REQUIRE(loaded);
  return loaded->value;
}

}  // namespace

TEST_CASE("The profile of the development host comes out again") {
  std::string problem;
  const auto fitted = fit(composites_of(measurement(), {}), nullptr, problem);
  INFO(problem);
  REQUIRE(fitted);
  const cost::CostProfile committed = profile();
  for (const Estimate& estimate : fitted->estimates) {
    INFO(cost::info(estimate.component).name);
    const double ns = to_nanoseconds(committed[estimate.component].value.mean());
    // Other processors may round otherwise within the solver.
    CHECK(std::abs(estimate.ns - ns) <= 0.001 * ns + 1);
  }
}

TEST_CASE("What the profile of the development host is made of are micro-benchmarks alone") {
  for (const MeasuredBenchmark& benchmark : measurement().benchmarks)
    for (const char* of_suites : {"other-", "same-", "any-", "userspace-", "both-"})
      CHECK(benchmark.name.rfind(of_suites, 0) == std::string::npos);
  const cost::CostProfile committed = profile();
  for (const cost::ComponentInfo& entry : cost::components) {
    const std::string& source = committed[entry.component].source;
    INFO(entry.name << ": " << source);
    CHECK((source.empty() || source.starts_with("calibrated: ") || source.starts_with("prior: ")));
  }
}
