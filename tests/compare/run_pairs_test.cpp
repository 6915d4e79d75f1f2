#include "compare/run_pairs.hpp"

#include <catch2/catch.hpp>

#include "random_worlds.hpp"
#include "scenario/simulate.hpp"
#include "workers/run_tasks.hpp"

using namespace kickpath;
using namespace kickpath::compare;
using namespace kickpath::testing;
using namespace kickpath::literals;

namespace {

std::vector<std::string> bytes_of(const std::vector<Pair>& pairs) {
  std::vector<std::string> bytes;
  for (const Pair& pair : pairs) bytes.push_back(to_bytes(pair.a) + to_bytes(pair.b));
  return bytes;
}

}  // namespace

TEST_CASE("Pairs are the same for any number of jobs, and for any cut into looks") {
  const Side a = random_world(5_us), b = random_world(6_us);
  const auto whole = bytes_of(run_pairs(a, b, 0, 6, {1, 1}));
  CHECK(whole == bytes_of(run_pairs(a, b, 0, 6, {1, 4})));
  auto parts = run_pairs(a, b, 0, 2, {1, 2});
  const auto rest = run_pairs(a, b, 2, 6, {1, 2});
  parts.insert(parts.end(), rest.begin(), rest.end());
  CHECK(whole == bytes_of(parts));
  CHECK(whole[0] != whole[1]);
}

TEST_CASE("Replica i of both worlds is what `run` with that seed has as its replica i") {
  const Side a = random_world(5_us), b = random_world(6_us);
  const auto pairs = run_pairs(a, b, 0, 2, {7, 1});
  for (const auto& [side, figures] : {std::pair{&a, &pairs[1].a}, std::pair{&b, &pairs[1].b}}) {
    scenario::ScenarioSpec spec = side->spec;
    spec.run.seed = 7;
    spec.run.replicas = 2;
    const auto run = workers::run_tasks(
        {{"run",
          [&] { return to_bytes(study::figures_of(scenario::simulate(spec, side->profile, {})[1])); }}},
        {1});
    CHECK(run[0] == to_bytes(*figures));
  }
}

TEST_CASE(
    "With the same seed the same world is the same run, and a service that is 1.2 times as long is in each") {
  const Side a = random_world(5_us);
  for (const Pair& pair : run_pairs(a, a, 0, 3, {1, 2})) CHECK(to_bytes(pair.a) == to_bytes(pair.b));
  const std::size_t mean = results::metric_index("latency_ns.mean");
  for (const Pair& pair : run_pairs(a, random_world(6_us), 0, 3, {1, 2}))
    CHECK(*pair.b[mean] > *pair.a[mean]);
}

TEST_CASE("A run that fails is told with world, scenario, replica and seed") {
  const Side a = random_world(5_us);
  Side b = random_world(5_us);
  b.spec.name = "broken";
  b.spec.machine.host.scheduler.policy = "no such policy";
  CHECK_THROWS_WITH(run_pairs(a, b, 0, 4, {3, 1}), Catch::Contains("B (broken), replica 0 of seed 3: "));
}

TEST_CASE("Progress is told, and may end it all") {
  const Side a = random_world(5_us);
  double last = 0;
  run_pairs(a, a, 0, 2, {1, 1, [&](double done) { last = done; }});
  CHECK(last == 1);
  struct Stop {};
  CHECK_THROWS_AS(run_pairs(a, a, 0, 2, {1, 1, [](double) { throw Stop{}; }}), Stop);
}
