#include "calibration/fitted_profile.hpp"

#include <catch2/catch.hpp>

#include "calibration/fit_text.hpp"
#include "calibration/system.hpp"
#include "scenario/load.hpp"
#include "support/distinct_costs.hpp"
#include "synthetic.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::calibration;
using C = cost::Component;

namespace {

Fit some_fit() {
  const TestFile file("p.json", measurement_of(ps::profile()));
  config::Errors errors;
  std::string problem;
  return fit(composites_of(*load_measurement(file.path(), errors), {}), nullptr, problem).value();
}

cost::CostProfile profile_of_fit(const Fit& fit) {
  return profile_of(fit, {"tested", "a host", 250, Frequency{2'000'000'000}});
}

}  // namespace

TEST_CASE("The profile's file reads back as the profile") {
  const cost::CostProfile profile = profile_of_fit(some_fit());
  const TestFile file("profile.yaml", to_yaml_text(profile, "# made by a test\n"));
  config::Errors errors;
  const auto loaded = scenario::load_profile(file.path(), errors);
  INFO(errors.format());
  REQUIRE(loaded);
  const cost::CostProfile& read = loaded->value;
  CHECK(read.name == "tested");
  CHECK(read.hz == 250);
  CHECK(read.frequency == Frequency{2'000'000'000});
  CHECK(read.calibration.correlations == profile.calibration.correlations);
  CHECK(read.calibration.condition_number == profile.calibration.condition_number);
  for (const cost::ComponentInfo& entry : cost::components) {
    INFO(entry.name);
    CHECK(read[entry.component].value == profile[entry.component].value);
    CHECK(read[entry.component].spread == profile[entry.component].spread);
    CHECK(read[entry.component].interval == profile[entry.component].interval);
    CHECK(read[entry.component].source == profile[entry.component].source);
    CHECK(read[entry.component].is_placeholder == profile[entry.component].is_placeholder);
  }
}

TEST_CASE("A cost says whether it was measured or held by a prior") {
  const cost::CostProfile profile = profile_of_fit(some_fit());
  CHECK(profile[C::syscall].source == "calibrated: syscall.getppid");
  CHECK_FALSE(profile[C::syscall].is_placeholder);
  CHECK(profile[C::irq_posted].source.starts_with("prior: "));
  CHECK(profile[C::irq_posted].is_placeholder);
}

// exit.pio is a kick less eventfd.signal, which is a prior's: what one is too high, the other is too low.
TEST_CASE("Costs of a well-known sum are correlated against each other") {
  for (const cost::Correlation& pair : profile_of_fit(some_fit()).calibration.correlations)
    if (pair.a == C::exit_pio && pair.b == C::eventfd_signal) {
      CHECK(pair.r < -0.9);
      return;
    }
  FAIL("no such correlation");
}

TEST_CASE("The tables name every component that is calibrated, and what was not used") {
  const Fit fit = some_fit();
  const std::string text = to_text(fit);
  const Json json = to_json(fit);
  for (const C component : calibrated(nullptr))
    CHECK(text.find("\n" + std::string(cost::info(component).name) + " ") != std::string::npos);
  CHECK(json["components"].size() == calibrated(nullptr).size());
  CHECK(json["benchmarks"].size() > 40);
  CHECK(text.find("Not told by the measurements, held by a prior:") != std::string::npos);
}
