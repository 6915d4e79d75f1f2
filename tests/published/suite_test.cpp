#include <optional>

#include <catch2/catch.hpp>

#include "process/program.hpp"
#include "published/judgement.hpp"
#include "published/outcome_text.hpp"

using namespace kickpath;
using namespace kickpath::published;
using Kind = BarSpec::Kind;

namespace {

struct Figure {
  const char* scenario;
  std::optional<double> published;
  double predicted;
  Role role = Role::fitted;
};

/// A study of operations a second, with its predictions as the simulator would give them.
struct Sample {
  Suite suite;
  std::vector<std::vector<Prediction>> predictions{{}};
};

Sample sample(const std::vector<Figure>& figures, std::vector<BarSpec> bars) {
  Sample sample;
  Study study;
  study.spec.bars = std::move(bars);
  for (const Figure& figure : figures) {
    Input input;
    input.scenario.name = figure.scenario;
    input.scenario.references = {{"ops_per_s", figure.published, figure.role, "a table"}};
    study.inputs.push_back(input);
    Prediction prediction{figure.scenario, {}};
    prediction.totals.estimates[results::metric_index("ops_per_s")] =
        results::Estimate{figure.predicted, figure.predicted, std::nullopt, std::nullopt, 1};
    sample.predictions.front().push_back(prediction);
  }
  sample.suite.studies.push_back(study);
  return sample;
}

BarSpec errors(Kind kind, std::optional<Role> role, double at_most) {
  BarSpec bar;
  bar.kind = kind;
  bar.role = role;
  bar.at_most = at_most;
  return bar;
}

BarSpec ratio(const char* of, const char* to, std::optional<double> at_least, std::optional<double> at_most) {
  BarSpec bar;
  bar.kind = Kind::ratio;
  bar.metric = "ops_per_s";
  bar.of = of;
  bar.to = to;
  bar.at_least = at_least;
  bar.at_most = at_most;
  return bar;
}

std::vector<JudgedBar> judged(const std::vector<Figure>& figures, std::vector<BarSpec> bars) {
  const Sample s = sample(figures, std::move(bars));
  return judge(s.suite, s.predictions).studies.front().bars;
}

}  // namespace

TEST_CASE("Errors are absolute shares: +10 %, -4 % and +1 % have a median of 4 % and a worst of 10 %") {
  const std::vector<Figure> figures{{"a", 100, 110}, {"b", 200, 192}, {"c", 1000, 1010}};
  const auto bars = judged(figures, {errors(Kind::median_error, Role::fitted, 0.05),
                                     errors(Kind::worst_error, Role::fitted, 0.05)});
  CHECK(*bars[0].reached == Approx(0.04));
  CHECK(bars[0].is_held());
  CHECK(*bars[1].reached == Approx(0.10));
  CHECK_FALSE(bars[1].is_held());
  CHECK(bars[1].count == 3);
}

TEST_CASE("A bar holds at its limit and misses beyond it") {
  CHECK(judged({{"a", 100, 105}}, {errors(Kind::worst_error, Role::fitted, 0.05)})[0].is_held());
  CHECK_FALSE(judged({{"a", 100, 105.001}}, {errors(Kind::worst_error, Role::fitted, 0.05)})[0].is_held());
}

TEST_CASE("A bar of fitted cells does not see a prediction's error, and one without role sees all") {
  const std::vector<Figure> figures{{"a", 100, 101}, {"b", 100, 130, Role::predicted}};
  const auto bars = judged(figures, {errors(Kind::worst_error, Role::fitted, 0.05),
                                     errors(Kind::worst_error, std::nullopt, 0.05)});
  CHECK(*bars[0].reached == Approx(0.01));
  CHECK(*bars[1].reached == Approx(0.30));
}

TEST_CASE("What nobody published has no error, and a bar without cells is missed") {
  const auto bars = judged({{"a", std::nullopt, 42}}, {errors(Kind::median_error, Role::fitted, 0.05)});
  CHECK_FALSE(bars[0].reached);
  CHECK_FALSE(bars[0].is_held());
}

TEST_CASE("A ratio is of two predictions, and must lie within both of its limits") {
  const std::vector<Figure> figures{{"rcu", std::nullopt, 995}, {"srcu", std::nullopt, 1000}};
  const auto bars = judged(figures, {ratio("rcu", "srcu", 0.995, 1.005), ratio("rcu", "srcu", 0.9951, {}),
                                     ratio("srcu", "rcu", {}, 1.005)});
  CHECK(*bars[0].reached == Approx(0.995));
  CHECK(bars[0].is_held());
  CHECK_FALSE(bars[1].is_held());
  CHECK_FALSE(bars[2].is_held());  // 1000 / 995 = 1.00503
}

TEST_CASE("The suite's own bars are over the cells of all studies") {
  Sample s = sample({{"a", 100, 102}}, {});
  Sample other = sample({{"b", 100, 120}}, {});
  s.suite.studies.push_back(other.suite.studies.front());
  s.predictions.push_back(other.predictions.front());
  s.suite.spec.bars = {errors(Kind::worst_error, Role::fitted, 0.15)};
  const Outcome outcome = judge(s.suite, s.predictions);
  CHECK(*outcome.bars.front().reached == Approx(0.20));
  CHECK_FALSE(outcome.is_good());
  CHECK(to_text(outcome).find("missed") != std::string::npos);
  CHECK(to_json(outcome).at("good") == false);
}

// ---- The file and the command
// -------------------------------------------------------------------------------------

namespace {

/// A suite of its own, over the doorbell scenarios.
std::string suite_file(const testing::Scratch& folder, const std::string& more) {
  return folder.write("suite.yaml",
                      "schema: kickpath.published/1\nname: sample\nstudies:\n  - name: doorbell\n"
                      "    title: a guest write that rings a counter\n"
                      "    scenarios: [" KICKPATH_SOURCES "/scenarios/published/doorbell-2009]\n" +
                          more);
}

}  // namespace

TEST_CASE("validate prints published beside predicted, and its exit code says whether the bars hold") {
  const testing::Scratch folder;
  const auto held = testing::run_kickpath(
      {"validate", suite_file(folder, "    bars: [{kind: worst-error, role: fitted, at_most: 1 %}]\n")});
  CHECK(held.code == 0);
  CHECK(held.out.find("doorbell-2009-ioeventfd-pio") != std::string::npos);
  CHECK(held.out.find("held") != std::string::npos);
  // ioeventfd-mmio is predicted 5.4 % too slow (validation/published/README.md).
  const auto missed = testing::run_kickpath(
      {"validate", suite_file(folder, "    bars: [{kind: worst-error, role: predicted, at_most: 5 %}]\n")});
  CHECK(missed.code == 1);
  CHECK(missed.out.find("missed") != std::string::npos);
}

TEST_CASE("The outcome is the same for every number of processes") {
  const testing::Scratch folder;
  const std::string suite = suite_file(folder, "");
  const auto one = testing::run_kickpath({"validate", suite, "--json", "-", "-j", "1"});
  const auto two = testing::run_kickpath({"validate", suite, "--json", "-", "-j", "2"});
  REQUIRE(one.code == 0);
  CHECK(one.out == two.out);
}

TEST_CASE("A bad suite of published figures is told with line and reason") {
  const testing::Scratch folder;
  const auto refusal = [&](const std::string& study) {
    const auto ended = testing::run_kickpath({"validate", suite_file(folder, study)});
    CHECK(ended.code == 2);
    return ended.err;
  };
  CHECK(refusal("    bars: [{kind: ratio, metric: ops_per_s, of: doorbell-2009-qemu-pi, to: "
                "doorbell-2009-qemu-pio, at_least: 1}]\n")
            .find("suite.yaml:7:49: studies[0].bars[0].of: no scenario of this study is called "
                  "'doorbell-2009-qemu-pi'") != std::string::npos);
  CHECK(refusal("    bars: [{kind: ratio, metric: ops_per_s, of: a, to: b}]\n")
            .find("at_least, at_most or both") != std::string::npos);
  CHECK(refusal("  - {name: b, title: t, scenarios: [nowhere]}\n").find("/nowhere' does not exist") !=
        std::string::npos);
}

TEST_CASE("A suite of published figures has nothing to measure: other options are refused") {
  const testing::Scratch folder;
  const auto ended = testing::run_kickpath({"validate", suite_file(folder, ""), "--predict-only"});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("takes no option but -j and --json") != std::string::npos);
}
