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
  identity.references = {{"ops_per_s", published, "predicted", "a table"}};
  const std::vector<Replica> replicas{busy_replica({busy_vm("vm0", 10_us)})};
  return summarize_run(identity, replicas);
}

}  // namespace

std::optional<double> predicted_value(const RunResult& run) {
  return predicted_value(run, run.identity.references.front());
}

std::optional<double> relative_error(const RunResult& run) {
  return relative_error(run, run.identity.references.front());
}

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

TEST_CASE("The JSON of a run without reference has no such key") {
  const RunResult run = run_of({busy_replica({busy_vm("vm0", 10_us)})});
  CHECK_FALSE(to_json(run).contains("references"));
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

TEST_CASE("Several published figures of one run are listed, and have a line each") {
  RunResult run = run_against(400);
  run.identity.references.push_back({"latency_ns.mean", 5'000, "fitted", "another table"});
  const auto json = to_json(run);
  REQUIRE(json.at("references").size() == 2);
  CHECK(json.at("reference") == json.at("references").at(0));
  CHECK(json.at("references").at(1).at("error").get<double>() == Approx(10'000.0 / 5'000 - 1));
  const std::string text = to_study_text(std::vector{run});
  CHECK(text.find("+25.00 %") != std::string::npos);
  CHECK(text.find("+100.00 %") != std::string::npos);
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
