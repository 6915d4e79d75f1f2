// The bar: `kickpath capacity` beside a linear scan of every load, by `kickpath sweep` and what this test
// makes of its rows.
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sample_study.hpp"
#include "support/rounds.hpp"

using namespace kickpath::testing;
using nlohmann::json;

namespace {

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> all;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, ',');) all.push_back(cell);
  return all;
}

/// A row of the scan: the setting of each axis, and whether all constraints are held.
struct Point {
  std::vector<std::string> settings;
  bool is_held = false;
};

/// Every point of a study, in the order of the study.
std::vector<Point> scan(const std::string& study, std::size_t axes, const std::string& replicas) {
  Scratch scratch;
  const Ended ended = run_kickpath(
      {"sweep", study, "--store", scratch.path("s.sqlite"), "--replicas", replicas, "--csv", "-"});
  INFO(ended.err);
  REQUIRE(ended.code == 0);
  std::istringstream lines(ended.out);
  std::string line;
  std::getline(lines, line);
  std::vector<Point> points;
  while (std::getline(lines, line)) {
    const auto values = cells(line);
    Point point{{values.begin(), values.begin() + static_cast<std::ptrdiff_t>(axes)}, true};
    for (const std::string& value : values)
      if (value == "broken" || value == "unsure" || value == "unknown") point.is_held = false;
    points.push_back(std::move(point));
  }
  return points;
}

json capacity(const std::string& study, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"capacity", study, "--json", "-"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ended ended = run_kickpath(arguments);
  INFO(ended.err);
  REQUIRE(ended.code == 0);
  return json::parse(ended.out);
}

const std::string open_loop =
    "set: {run.warmup: 1 ms, run.duration: 20 ms, \"vms[0].workload\": {kind: open-loop, arrivals: "
    "{exponential: 1 ms}, "
    "limit: 64}}\n";

}  // namespace

TEST_CASE("Capacity agrees with a linear scan of every load, with at most 15 loads") {
  struct Case {
    const char* what;
    std::string body;
    std::size_t points;
    const char* replicas;  ///< of the scan: two, where there is no chance
  };
  std::vector<Case> cases{
      {"VMs, without chance, by their 99th percentile",
       "axes: [{grid: {\"vms[0].count\": {from: 1, to: 40, step: 1}}}]\n"
       "constraints: [\"latency_ns.p99 <= 200 us\"]\n",
       40, "2"},
      {"VMs that compute for random times, by their 99th percentile",
       "set: {run.warmup: 1 ms, run.duration: 20 ms, \"vms[0].workload.compute\": {exponential: 100 us}}\n"
       "axes: [{grid: {\"vms[0].count\": {from: 1, to: 12, step: 1}}}]\n"
       "constraints: [\"latency_ns.p99 <= 900 us\"]\n",
       12, "16"},
      {"random arrivals at rising rates, by their 99th percentile",
       open_loop + "axes: [{grid: {\"vms[0].workload.arrivals.exponential\": "
                   "{from: 4 us, to: 400 us, points: 24, scale: log}}}]\n"
                   "constraints: [\"latency_ns.p99 <= 150 us\"]\n",
       24, "16"},
      {"random arrivals at rising rates, by what is dropped and by their mean",
       open_loop + "axes: [{grid: {\"vms[0].workload.arrivals.exponential\": "
                   "{from: 5 us, to: 50 us, step: 2500 ns}}}]\n"
                   "constraints: [\"dropped_per_s <= 100\", \"latency_ns.mean <= 300 us\"]\n",
       19, "16"},
      {"requests in flight",
       "axes: [{grid: {\"vms[0].workload.queue_depth\": {from: 1, to: 200, step: 1}}}]\n"
       "constraints: [\"latency_ns.p99 <= 400 us\"]\n",
       200, "2"}};
  cases.resize(rounds(5));
  for (const Case& one : cases) {
    StudyFolder folder;
    const std::string study = folder.scratch.write("s.yaml", study_text(one.body));
    INFO(one.what);
    const auto points = scan(study, 1, one.replicas);
    REQUIRE(points.size() == one.points);
    const json found = capacity(study)["rows"][0];
    CHECK(found["loads"].size() <= 15);
    // Arrivals are written from the largest load down: there the first that holds.
    const bool is_falling = one.body.find("arrivals.exponential") != std::string::npos;
    json expected;
    for (const Point& point : points)
      if (point.is_held && !(is_falling && !expected.is_null())) expected = point.settings[0];
    REQUIRE(!expected.is_null());
    CHECK(found["capacity"] == expected);
    CHECK(found["extent"] == "exact");
  }
}

TEST_CASE("Each combination of the other axes has the capacity that a linear scan of it finds") {
  StudyFolder folder;
  const std::string study = folder.scratch.write(
      "s.yaml", study_text("axes: [{grid: {\"vms[0].placement.servers\": [same-core, other-core], "
                           "\"vms[0].count\": {from: 1, to: "
                           "24, step: 1}}}]\nconstraints: [\"latency_ns.p99 <= 100 us\"]\n"));
  std::map<std::string, std::string> expected;
  for (const Point& point : scan(study, 2, "2"))
    if (point.is_held) expected[point.settings[0]] = point.settings[1];
  const json found = capacity(study);
  REQUIRE(found["rows"].size() == 2);
  for (const json& row : found["rows"]) {
    CHECK(row["capacity"] == expected.at(row["settings"]["vms[0].placement.servers"]));
    CHECK(row["loads"].size() <= 15);
  }
  CHECK(expected.at("same-core") != expected.at("other-core"));
}
