#include "suite/predict_rows.hpp"

#include <catch2/catch.hpp>

#include "sample_suite.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using suite::Metric;

namespace {

constexpr const char* rows =
    "rows:\n  - {name: a}\n  - {name: b, set: {\"vms[0].count\": 2}}\n"
    "  - {name: c, set: {\"vms[0].workload.queue_depth\": 16}}\n"
    "run: {sim: {warmup: 1 ms, duration: 5 ms, replicas: 2}}\n";

/// Draw i makes every kick i us dearer.
suite::Draw dearer(const cost::CostProfile& profile) {
  return [profile](unsigned i) {
    cost::CostProfile drawn = profile;
    drawn[cost::Component::exit_pio].value.a += i * literals::operator""_us(1);
    return drawn;
  };
}

std::vector<suite::Prediction> predict(const suite::Suite& suite, unsigned draws, unsigned jobs) {
  suite::PredictOptions options;
  options.draws = draws;
  options.draw = dearer(suite.profile);
  options.jobs = jobs;
  return suite::predict_rows(suite, options);
}

}  // namespace

TEST_CASE("Predictions come in the order of the rows, and are the same for any number of jobs") {
  SuiteFolder folder;
  const auto suite = folder.load(suite_text(rows));
  REQUIRE(suite);
  const auto one = predict(*suite, 3, 1);
  const auto many = predict(*suite, 3, 8);
  REQUIRE(one.size() == 3);
  for (std::size_t row = 0; row < 3; ++row)
    for (const Metric metric : suite::metrics) {
      CHECK(one[row][metric]->value == many[row][metric]->value);
      CHECK(*one[row][metric]->half_width == *many[row][metric]->half_width);
    }
  CHECK(one[2][Metric::throughput]->value > one[0][Metric::throughput]->value);
}

TEST_CASE("The draws widen the interval, and do not move the prediction") {
  SuiteFolder folder;
  const auto suite = folder.load(suite_text(rows));
  REQUIRE(suite);
  const auto with = predict(*suite, 4, 2);
  const auto without = predict(*suite, 0, 2);
  CHECK(with[0][Metric::throughput]->value == without[0][Metric::throughput]->value);
  CHECK(*without[0][Metric::throughput]->half_width == 0);  // two equal replicas
  CHECK(*with[0][Metric::throughput]->half_width > 0);
}

TEST_CASE("Progress ends in whole, and may end it all") {
  SuiteFolder folder;
  const auto suite = folder.load(suite_text(rows));
  REQUIRE(suite);
  double last = 0;
  suite::PredictOptions options{0, dearer(suite->profile), 2, [&](double done) { last = done; }};
  suite::predict_rows(*suite, options);
  CHECK(last == 1);
  struct Stop {};
  options.progress = [](double) { throw Stop{}; };
  CHECK_THROWS_AS(suite::predict_rows(*suite, options), Stop);
}
