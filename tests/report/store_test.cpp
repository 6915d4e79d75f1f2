#include "store/store.hpp"

#include <catch2/catch.hpp>

#include "documents.hpp"
#include "process/program.hpp"
#include "report/input.hpp"

using namespace kickpath;
using namespace kickpath::report;
using kickpath::testing::Scratch;
using store::State;

namespace {

std::string settings(const std::string& count) {
  return R"({"run.duration": "50 ms", "vms[0].count": )" + count + "}";
}

void put(const std::string& file, const std::vector<store::RunRecord>& runs) {
  store::Store store(file);
  for (const store::RunRecord& run : runs) store.put(run);
  store.commit();
}

store::RunRecord done(const std::string& key, const std::string& count, unsigned replica, double throughput,
                      double p99 = 50'000) {
  return {key, settings(count), replica, replica, State::done, testing::result(throughput, p99).dump()};
}

std::vector<Sweep> sweeps_of(const std::string& file, const std::vector<study::Constraint>& slos = {}) {
  config::Errors errors;
  const auto inputs = read_inputs(file, slos, errors);
  INFO(errors.format());
  REQUIRE(inputs.size() == 1);
  return inputs[0].sweeps;
}

std::string told(const std::string& file) {
  config::Errors errors;
  CHECK(read_inputs(file, {}, errors).empty());
  return errors.format();
}

}  // namespace

TEST_CASE(
    "A point of a store is summarised over its replicas, points ascend, and what all share is no axis") {
  const Scratch scratch;
  const std::string file = scratch.path("s.sqlite");
  put(file, {done("c", "10", 0, 500), done("a", "2", 0, 100), done("b", "2", 1, 300)});
  const auto sweeps = sweeps_of(file);
  REQUIRE(sweeps.size() == 1);
  const Sweep& sweep = sweeps[0];
  CHECK(sweep.name == "base");
  CHECK(sweep.profile == "host");
  CHECK(sweep.axes == std::vector<std::string>{"vms[0].count"});
  REQUIRE(sweep.fixed.size() == 1);
  CHECK(sweep.fixed[0].first == "run.duration");
  CHECK(sweep.fixed[0].second == "50 ms");
  REQUIRE(sweep.points.size() == 2);
  CHECK(sweep.points[0].settings == std::vector<std::string>{"2"});
  CHECK(sweep.points[0].done == 2);
  const auto throughput = sweep.points[0].figures.at(*sweep.figure("ops_per_s"));
  CHECK(throughput->mean == 200);  // (100 + 300) / 2
  CHECK(throughput->n == 2);
  // t(0.975, 1) s / sqrt(2), s = 141.42
  CHECK(throughput->ci95->hi == Approx(200 + 12.7062 * 141.4214 / std::sqrt(2)).epsilon(1e-5));
  CHECK(sweep.points[1].figures.at(*sweep.figure("ops_per_s"))->mean == 500);
  // Of all metrics only these two are known to any point.
  CHECK(sweep.figures.size() == 2);
  CHECK(sweep.points[0].figures.size() == 2);
}

TEST_CASE("An SLO is judged of a store's replicas, from both sides of the bound") {
  const Scratch scratch;
  const std::string file = scratch.path("s.sqlite");
  put(file,
      {done("a", "1", 0, 100, 199'999), done("b", "2", 0, 100, 200'000), done("c", "3", 0, 100, 200'001)});
  const auto slo = study::parse_constraint("latency_ns.p99 <= 200 us");
  REQUIRE(slo);
  const Sweep sweep = sweeps_of(file, {*slo})[0];
  CHECK(sweep.points[0].verdicts == std::vector<std::string>{"held"});
  CHECK(sweep.points[1].verdicts == std::vector<std::string>{"held"});
  CHECK(sweep.points[2].verdicts == std::vector<std::string>{"broken"});
  CHECK(sweep.constraints[0].bound == 200'000);
}

TEST_CASE("Failed runs are counted at their points, with the message") {
  const Scratch scratch;
  const std::string file = scratch.path("s.sqlite");
  put(file, {done("a", "1", 0, 100),
             {"b", settings("1"), 1, 1, State::failed, "it failed"},
             {"c", settings("2"), 0, 0, State::died, "signal 9"}});
  const Sweep sweep = sweeps_of(file)[0];
  REQUIRE(sweep.points.size() == 2);
  CHECK(sweep.points[0].done == 1);
  CHECK(sweep.points[0].failed == 1);
  CHECK(sweep.points[0].failure == "it failed");
  CHECK(sweep.points[1].done == 0);
  CHECK(sweep.points[1].failure == "signal 9");
}

TEST_CASE("Runs of two profiles in one store are two sweeps") {
  const Scratch scratch;
  const std::string file = scratch.path("s.sqlite");
  auto other = done("b", "1", 0, 300);
  other.text = testing::result(300, 1, "another").dump();
  put(file, {done("a", "1", 0, 100), other});
  const auto sweeps = sweeps_of(file);
  REQUIRE(sweeps.size() == 2);
  CHECK(sweeps[0].profile == "another");
  CHECK(sweeps[1].profile == "host");
}

TEST_CASE("An empty store, one of another version and a foreign database are refused") {
  const Scratch scratch;
  const std::string empty = scratch.path("empty.sqlite");
  put(empty, {});
  CHECK(told(empty) == empty + ": the store holds no runs\n");
  const std::string torn =
      scratch.write("torn.sqlite", std::string("SQLite format 3\0", 16) + std::string(200, 'x'));
  CHECK(told(torn).find(torn + ": ") == 0);
}

TEST_CASE("A stored text that is no result is told with the run's key") {
  const Scratch scratch;
  const std::string file = scratch.path("s.sqlite");
  Json later = testing::result(1);
  later["schema"] = "kickpath.result/2";
  put(file, {{"k1", settings("1"), 0, 0, State::done, "{"},
             {"k2", settings("2"), 0, 0, State::done, later.dump()},
             {"k3", settings("3"), 0, 0, State::done, R"({"schema": "kickpath.result/1"})"}});
  const std::string text = told(file);
  CHECK(text.find(file + ": run k1:1:") != std::string::npos);
  CHECK(text.find(file + ": run k2: is 'kickpath.result/2'") != std::string::npos);
  CHECK(text.find(file + ": run k3: scenario: expected an object") != std::string::npos);
}
