#include "study/table.hpp"

#include <catch2/catch.hpp>

#include "sample_study.hpp"
#include "study/table_print.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

/// A result in which ops_per_s and latency_ns.p99 are known.
std::string result(double ops, double p99) {
  return nlohmann::json{
      {"totals", {{"ops_per_s", {{"mean", ops}}}, {"latency_ns", {{"p99", {{"mean", p99}}}}}}}}
      .dump();
}

/// Three points with two replicas: 100 +- 1 at 8 us, 200 +- 1 at 12 us, and one that failed once.
study::Table sample() {
  StudyFolder folder;
  const auto study = folder.load(
      study_text("replicas: 2\naxes: [{grid: {\"vms[0].count\": [1, 2, 3]}}]\nobjectives: [ops_per_s]\n"
                 "constraints: [\"latency_ns.p99 <= 10 us\"]\n"));
  REQUIRE(study);
  config::Errors errors;
  const auto runs = study::Runs::of(*study, errors);
  store::Store store(folder.scratch.path("s.sqlite"));
  const auto put = [&](std::uint64_t point, std::uint32_t replica, store::State state,
                       const std::string& text) {
    store.put({runs->at(point, replica).key, "{}", 1, replica, state, text});
  };
  put(0, 0, store::State::done, result(99, 8'000)), put(0, 1, store::State::done, result(101, 8'000));
  put(1, 0, store::State::done, result(199, 12'000)), put(1, 1, store::State::done, result(201, 12'000));
  put(2, 0, store::State::failed, "the ring is full");
  store.commit();
  return study::tabulate(*study, *runs, store);
}

}  // namespace

TEST_CASE("A row has the estimates of its replicas, who failed and who is missing") {
  const study::Table table = sample();
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].done == 2);
  CHECK(table.rows[0].objectives[0]->mean == 100);
  // t(0.975, 1) = 12.706, s = sqrt 2, n = 2: half a width of 12.706
  CHECK(table.rows[0].objectives[0]->ci95->hi == Approx(112.706));
  CHECK(table.rows[2].failed == 1);
  CHECK(table.rows[2].missing == 1);
  CHECK(table.rows[2].failure == "the ring is full");
  CHECK(!table.rows[2].objectives[0]);
  CHECK(table.has_failures());
}

TEST_CASE("The best row is of those that hold every constraint") {
  const study::Table table = sample();
  CHECK(table.rows[0].verdicts[0] == study::Verdict::held);
  CHECK(table.rows[1].verdicts[0] == study::Verdict::broken);
  CHECK(table.rows[2].verdicts[0] == study::Verdict::unknown);
  CHECK(table.best == 0u);  // though the second does more
}

TEST_CASE("The table marks the best row and tells the first failure") {
  const std::string text = study::to_text(sample());
  CHECK(text.find("study s: 3 points, 2 replicas each\n") == 0);
  CHECK(text.find("\n*      1") != std::string::npos);
  CHECK(text.find("broken") != std::string::npos);
  CHECK(text.find("1 of 3 rows have failed replicas, the first: vms[0].count=3: the ring is full\n") !=
        std::string::npos);
}

TEST_CASE("JSON has every row with its settings") {
  const auto json = study::to_json(sample());
  CHECK(json["schema"] == "kickpath.sweep/1");
  CHECK(json["rows"][1]["settings"]["vms[0].count"] == "2");
  CHECK(json["rows"][1]["objectives"]["ops_per_s"]["mean"] == 200);
  CHECK(json["rows"][1]["constraints"][0]["verdict"] == "broken");
  CHECK(json["rows"][0]["best"] == true);
  CHECK(json["rows"][2]["objectives"]["ops_per_s"].is_null());
  CHECK(json["rows"][2]["failure"] == "the ring is full");
}

TEST_CASE("CSV has a line for every row, and empty cells for what is unknown") {
  const std::string csv = study::to_csv(sample());
  CHECK(csv.starts_with(
      "vms[0].count,ops_per_s.mean,ops_per_s.ci95_lo,ops_per_s.ci95_hi,latency_ns.p99 <= 10 us,"
      "done,failed,best\n1,100,"));
  CHECK(csv.ends_with("\n3,,,,unknown,0,1,0\n"));
}

TEST_CASE("OpenMetrics has families of gauges with the settings as labels, and ends as it must") {
  const std::string text = study::to_open_metrics(sample());
  CHECK(text.starts_with("# TYPE kickpath_objective gauge\n# HELP kickpath_objective "));
  CHECK(
      text.find(
          "kickpath_objective{study=\"s\",objective=\"ops_per_s\",stat=\"mean\",vms_0_count=\"1\"} 100\n") !=
      std::string::npos);
  CHECK(text.find("kickpath_constraint_held{study=\"s\",constraint=\"latency_ns.p99 <= 10 "
                  "us\",vms_0_count=\"2\"} 0\n") != std::string::npos);
  CHECK(text.find("kickpath_best{study=\"s\",vms_0_count=\"1\"} 1\n") != std::string::npos);
  CHECK(text.ends_with("\n# EOF\n"));
  CHECK(text.find("nan") == std::string::npos);
}

TEST_CASE("A path is shown by as few of its last keys as tell it from the others") {
  using Names = std::vector<std::string>;
  CHECK(study::short_names({"vms[0].placement.servers", "vms[0].count"}) == Names{"servers", "count"});
  CHECK(study::short_names({"vms[0].count", "vms[1].count"}) == Names{"vms[0].count", "vms[1].count"});
  CHECK(study::short_names({"vms[0].a.poll", "vms[0].b.poll", "poll"}) == Names{"a.poll", "b.poll", "poll"});
}
