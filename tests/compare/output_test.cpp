#include <sstream>

#include <catch2/catch.hpp>

#include "compare/comparison_csv.hpp"
#include "compare/comparison_json.hpp"
#include "compare/comparison_text.hpp"
#include "compare/look_schedule.hpp"
#include "random_worlds.hpp"
#include "results/columns.hpp"
#include "results/text.hpp"

using namespace kickpath;
using namespace kickpath::compare;
using namespace kickpath::testing;
using namespace kickpath::literals;
using results::metric_index;

namespace {

/// ops_per_s and latency_ns.p99 of A and B in replica i.
using Values = std::array<double, 4> (*)(unsigned i);

Comparison comparison_of(Values values, const char* objective = "ops_per_s", unsigned budget = 16) {
  Settings settings;
  settings.objective = metric_index(objective);
  settings.design.looks = look_schedule(8, budget);
  return compare::compare(settings, [&](unsigned from, unsigned to) {
    std::vector<Pair> pairs;
    for (unsigned i = from; i < to; ++i) {
      const auto [a, b, a99, b99] = values(i);
      pairs.emplace_back();
      pairs.back().a[metric_index("ops_per_s")] = a;
      pairs.back().b[metric_index("ops_per_s")] = b;
      pairs.back().a[metric_index("latency_ns.p99")] = a99;
      pairs.back().b[metric_index("latency_ns.p99")] = b99;
    }
    return pairs;
  });
}

/// Twice the throughput, 100 +- 1 more, and a latency that differs by chance alone.
std::array<double, 4> clear(unsigned i) {
  return {200.0 + i % 2, 100.0 - i % 2, 5'000.0 + i % 2, 5'000.0 + (i + 1) % 2};
}
std::array<double, 4> unclear(unsigned i) { return {100.0 + i % 3, 100.0 + (i + 1) % 3, 0, 0}; }
std::array<double, 4> fixed(unsigned) { return {200, 100, 5'000, 5'000}; }

std::string text_of(const Comparison& comparison) {
  return to_text(random_world(5_us), random_world(6_us), 1, comparison);
}

}  // namespace

TEST_CASE("The verdict says who is better, by how much, in units and in percent, each with its interval") {
  const std::string text = verdict_text(comparison_of(clear));
  // Differences are 100 and 102 in turns: mean 101 of B's mean 99.5 is 101.5 %.
  CHECK_THAT(text, Catch::StartsWith("A is better at 95 %: its ops_per_s is higher by 101 /s ["));
  CHECK_THAT(text, Catch::Contains("] /s, 102 % of B ["));
}

TEST_CASE("Less latency is better, and the size of the difference is told as a positive figure") {
  const auto slower = [](unsigned i) -> std::array<double, 4> { return {1, 1, 3'000.0 + i % 2, 2'000}; };
  CHECK_THAT(verdict_text(comparison_of(slower, "latency_ns.p99")),
             Catch::StartsWith("B is better at 95 %: its latency_ns.p99 is lower by 1.00 us ["));
}

TEST_CASE("What is not resolved is told with the replicas it took and the interval") {
  CHECK_THAT(verdict_text(comparison_of(unclear)),
             Catch::StartsWith("not resolved with 16 replicas: A's ops_per_s less B's is "));
}

TEST_CASE("Without chance the difference is exact, and the verdict says so") {
  CHECK(verdict_text(comparison_of(fixed)) ==
        "A is better, deterministically: its ops_per_s is higher by exactly 100 /s, 100 % of B, in each of 8 "
        "replicas");
  CHECK(verdict_text(comparison_of(fixed, "latency_ns.p99")) ==
        "no difference, deterministically: latency_ns.p99 is the same in A and B, in each of 8 replicas");
}

TEST_CASE("The table marks what differs, and the objective apart") {
  const std::string text = text_of(comparison_of(clear));
  INFO(text);
  CHECK_THAT(text, Catch::Contains("\n>* ops_per_s "));
  CHECK_THAT(text, Catch::Contains("\n   latency_ns.p99 "));  // differs by chance: not marked
  CHECK_THAT(text, !Catch::Contains("boot_s"));               // nobody knows it
  CHECK_THAT(text, Catch::Contains("8 replicas of 0.01 s in both, from the same seeds (of seed 1)"));
  CHECK_THAT(text, !Catch::Contains("same scenario"));
}

TEST_CASE("A line of the table has the difference with half of its interval, and its share of B") {
  // The objective is p99 here, so throughput is a plain row: 101 more on average, of 99.5.
  const std::string text = text_of(comparison_of(clear, "latency_ns.p99"));
  INFO(text);
  CHECK_THAT(text, Catch::Contains("101 ± 1 /s  +101.51 %"));
  CHECK_THAT(text_of(comparison_of(fixed)), Catch::Contains("exactly 100 /s  +100.00 %"));
}

TEST_CASE("No line is wider than a terminal") {
  for (const Comparison& comparison : {comparison_of(clear), comparison_of(unclear), comparison_of(fixed)}) {
    std::istringstream lines(text_of(comparison));
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(results::width_of(line) <= results::text_columns);
    }
  }
}

TEST_CASE("Equal scenarios, other lengths and other profiles are told") {
  Side a = random_world(5_us), b = a;
  const Comparison comparison = comparison_of(clear);
  CHECK_THAT(to_text(a, b, 1, comparison), Catch::Contains("A and B are the same scenario"));
  b.spec.run.duration = 20_ms;
  b.profile.name = "other";
  b.profile_hash = "other";
  CHECK_THAT(to_text(a, b, 1, comparison),
             Catch::Contains("B is run otherwise: 0.02 s after a warm-up of 0.001 s"));
  CHECK_THAT(to_text(a, b, 1, comparison), Catch::Contains("B has the profile other"));
}

TEST_CASE("The document has the verdict, the difference, the design, the pairs and all metrics") {
  const auto json =
      to_json(random_world(5_us), random_world(6_us), 3, comparison_of(clear), {{"kickpath", "x"}});
  CHECK(json["schema"] == "kickpath.comparison/1");
  CHECK(json["verdict"]["word"] == "a-is-better");
  CHECK(json["difference"]["mean"] == 101);
  CHECK(json["difference"]["ci95"][0] > 0);
  CHECK(json["design"]["looks"] == nlohmann::ordered_json({8, 12, 16}));
  CHECK(json["design"]["looks_taken"] == 1);
  CHECK(json["pairs"].size() == 8);
  CHECK(json["pairs"][1] == nlohmann::ordered_json({201, 99}));
  CHECK(json["metrics"]["ops_per_s"]["a"]["mean"] == 200.5);
  CHECK(json["metrics"]["boot_s"]["a"].is_null());
  CHECK(json["metrics"]["ops_per_s"]["differs"] == true);
  CHECK(json["seed"] == 3);
  CHECK(json["is_same_scenario"] == false);
}

TEST_CASE("The CSV has a row for each metric, and empty cells for what is not known") {
  std::istringstream lines(to_csv(comparison_of(fixed)));
  std::string line;
  std::size_t rows = 0;
  for (bool is_first = true; std::getline(lines, line); is_first = false, ++rows) {
    if (is_first) CHECK(line == "metric,objective,replicas,a.mean,b.mean,difference,ci95_lo,ci95_hi,differs");
    if (line.starts_with("ops_per_s,")) CHECK(line == "ops_per_s,true,8,200,100,100,100,100,true");
    if (line.starts_with("boot_s,")) CHECK(line == "boot_s,false,8,,,,,,");
  }
  CHECK(rows == 1 + results::metric_count);
}
