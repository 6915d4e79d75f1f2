#include "suite/validation.hpp"

#include <catch2/catch.hpp>

#include "compared_rows.hpp"

using namespace kickpath;
using namespace kickpath::suite;

namespace {

/// Three rows of two groups: one good, one 10 % off, one that was not measured.
Validation sample() {
  Suite suite;
  suite.spec.name = "s";
  suite.spec.efficiency_bias = -0.02;
  suite.spec.bars = {{BarSpec::Kind::worst_error, Metric::throughput, "g", Clarity::clear, 0.05}};
  Measured measured;
  measured.run.replicas = 5;
  measured.is_gated = false;
  measured.host = {{"cpu", {{"model", "EPYC"}}}, {"kernel", "6.18"}};
  std::vector<Prediction> predictions;
  for (const auto& [name, group, throughput, predicted] :
       {std::tuple{"a", "g", 1'000.0, 1'010.0}, {"b", "h", 2'000.0, 1'000.0}, {"c", "g", 0.0, 3'000.0}}) {
    Row& row = suite.rows.emplace_back();
    row.name = name;
    row.group = group;
    row.resolved = {{"n", name}};
    predictions.emplace_back()[Metric::throughput] = Predicted{predicted, 20};
    if (throughput == 0) continue;
    MeasuredRow& of = measured.rows.emplace_back();
    of.name = name;
    of.totals.estimates[results::metric_index("ops_per_s")] = measured_as(throughput);
  }
  return validate(suite, predictions, measured);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A validation is good when every bar is held") {
  Validation validation = sample();
  CHECK(validation.is_good());
  validation.bars[0].verdict = JudgedBar::Verdict::missed;
  CHECK(!validation.is_good());
  validation.bars[0].verdict = JudgedBar::Verdict::unjudged;
  CHECK(!validation.is_good());
}

TEST_CASE("A row whose measurement failed is never good") {
  Validation validation = sample();
  validation.rows[2].has_failed = true;
  CHECK(!validation.is_good());
}

TEST_CASE("The text has a table for each group, what was not judged, wrong orderings and the bars") {
  const std::string text = to_text(sample());
  INFO(text);
  CHECK(has(text, "s: 3 rows"));
  CHECK(has(text, "measured 5 x 2 s, EPYC, Linux 6.18, ungated"));
  CHECK(has(text, "\ng  measured"));
  CHECK(has(text, "\nh  measured"));
  CHECK(has(text, "1.00 k/s"));
  CHECK(has(text, "+1.0 %"));
  CHECK(has(text, "not judged\n  c: not measured"));
  CHECK(has(text, "a against b (n): measured -100.0 % (s.d. 1.6 %), predicted +1.0 %; clear"));
  CHECK(has(text, "clear       0 of 1 right"));
  CHECK(has(text, "worst-error of throughput"));
  CHECK(has(text, "held"));
  CHECK(has(text, "bias of -2.0 %"));
}

TEST_CASE("The JSON has every key, and null for what is unknown") {
  const auto json = to_json(sample());
  CHECK(json["schema"] == "kickpath.validation/1");
  CHECK(json["good"] == true);
  CHECK(json["gated"] == false);
  CHECK(json["rows"][0]["ops_per_s"]["measured"]["median"] == 1'000);
  CHECK(json["rows"][0]["ops_per_s"]["error"].get<double>() == Approx(0.01));
  CHECK(json["rows"][0]["ops_per_s"]["covered"] == true);
  CHECK(json["rows"][0]["ops_per_s"]["predicted"]["ci95"][0] == 990);
  CHECK(json["rows"][0]["latency_ns.p99"]["predicted"].is_null());
  CHECK(json["rows"][0]["unjudged"].is_null());
  CHECK(json["rows"][2]["unjudged"] == "not measured");
  CHECK(json["orderings"]["pairs"][0]["right"] == false);
  CHECK(json["orderings"]["unjudged"] == 2);
  CHECK(json["bars"][0]["at_most"] == 0.05);
  CHECK(json["bars"][0]["verdict"] == "held");
}

TEST_CASE("Where nothing is measured nothing is judged") {
  Suite suite;
  suite.rows.emplace_back();
  suite.rows[0].name = "a";
  const Validation validation = predicted_only(suite, {Prediction{}});
  CHECK(!has(to_text(validation), "bars"));
  CHECK(to_json(validation)["orderings"].is_null());
  CHECK(to_json(validation)["good"].is_null());
}
