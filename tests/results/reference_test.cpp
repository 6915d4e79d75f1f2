#include <algorithm>

#include <catch2/catch.hpp>

#include "results/json.hpp"
#include "results/study_text.hpp"
#include "sample_run.hpp"

using namespace kickpath::results;
using namespace kickpath::literals;

namespace {

/// 1,000 operations in 2 s: 500 a second.
RunResult run_against(std::optional<double> published) {
  RunIdentity identity = identity_of_test();
  identity.reference = Reference{"ops_per_s", published, "predicted", "a table"};
  const std::vector<Replica> replicas{busy_replica({busy_vm("vm0", 10_us)})};
  return summarize_run(identity, replicas);
}

}  // namespace

TEST_CASE("The error is the prediction over the published figure, less one") {
  CHECK(*predicted_value(run_against(400)) == Approx(500));
  CHECK(*relative_error(run_against(400)) == Approx(500.0 / 400 - 1));
  CHECK(*relative_error(run_against(500)) == Approx(0).margin(1e-12));
  CHECK(*relative_error(run_against(1000)) == Approx(-0.5));
}

TEST_CASE("What was not published has a prediction and no error") {
  const RunResult run = run_against(std::nullopt);
  CHECK(*predicted_value(run) == Approx(500));
  CHECK_FALSE(relative_error(run).has_value());
}

TEST_CASE("A run without reference has neither, and its JSON no such key") {
  const RunResult run = run_of({busy_replica({busy_vm("vm0", 10_us)})});
  CHECK_FALSE(predicted_value(run).has_value());
  CHECK_FALSE(to_json(run).contains("reference"));
}

TEST_CASE("The JSON carries the published figure, the prediction, its error and its role") {
  const auto json = to_json(run_against(400)).at("reference");
  CHECK(json.at("metric") == "ops_per_s");
  CHECK(json.at("value") == 400);
  CHECK(json.at("predicted").get<double>() == Approx(500));
  CHECK(json.at("error").get<double>() == Approx(0.25));
  CHECK(json.at("role") == "predicted");
  CHECK(json.at("source") == "a table");
}

TEST_CASE("A study with references prints prediction, published figure, error and role in a line each") {
  const std::vector<RunResult> runs{run_against(400), run_against(std::nullopt)};
  const std::string text = to_study_text(runs);
  CHECK(text.find("published") != std::string::npos);
  CHECK(text.find("+25.00 %") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);  // heading, two rows, a blank line and the legend
}

TEST_CASE("A study without references prints throughput and latency instead") {
  const std::vector<RunResult> runs{run_of({busy_replica({busy_vm("vm0", 10_us)})})};
  const std::string text = to_study_text(runs);
  CHECK(text.find("published") == std::string::npos);
  CHECK(text.find("p99") != std::string::npos);
}
