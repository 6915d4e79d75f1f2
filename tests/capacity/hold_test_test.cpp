#include "capacity/hold_test.hpp"

#include <random>

#include <catch2/catch.hpp>

using namespace kickpath;
using capacity::HoldTest;
using study::Figures;
using study::Verdict;

namespace {

study::Constraint at_most(double bound) {
  return *study::parse_constraint("latency_ns.p99 <= " + std::to_string(bound));
}

/// Replicas of this latency; each has a throughput of its own, so that none is like another.
std::vector<Figures> latencies(const std::vector<double>& values) {
  std::vector<Figures> all;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Figures figures;
    figures[results::metric_index("latency_ns.p99")] = values[i];
    figures[results::metric_index("ops_per_s")] = static_cast<double>(i);
    all.push_back(figures);
  }
  return all;
}

}  // namespace

TEST_CASE("It looks at two replicas for chance, then at the first look, and half as many more each time") {
  const HoldTest test({at_most(100)}, 4, 16);
  CHECK(test.stand({}).more == 2u);
  CHECK(test.stand(latencies({99, 101})).more == 4u);
  CHECK(test.stand(latencies({99, 101, 98, 102})).more == 6u);
  CHECK(test.stand(latencies({99, 101, 98, 102, 97, 103})).more == 9u);
  CHECK(test.stand(latencies({99, 101, 98, 102, 97, 103, 99, 101, 100})).more == 16u);
  CHECK(HoldTest({at_most(100)}, 2, 2).stand({}).more == 2u);
}

TEST_CASE("Two replicas that agree in every figure are the last word, on both sides of the bound") {
  const HoldTest test({at_most(100)}, 4, 16);
  for (const auto& [value, verdict] : {std::pair{100.0, Verdict::held}, std::pair{100.1, Verdict::broken}}) {
    Figures figures = latencies({value})[0];
    const auto standing = test.stand(std::vector{figures, figures});
    CHECK(standing.verdict == verdict);
    CHECK(!standing.more);
    figures[results::metric_index("ops_per_s")] = 7;  // some other figure differs: there is chance
    CHECK(test.stand(std::vector{latencies({value})[0], figures}).more == 4u);
  }
}

TEST_CASE("A clear figure is decided at the first look, one near the bound is not") {
  const HoldTest test({at_most(100)}, 4, 16);
  CHECK(test.stand(latencies({50, 51, 49, 50})).verdict == Verdict::held);
  CHECK(!test.stand(latencies({50, 51, 49, 50})).more);
  CHECK(test.stand(latencies({150, 151, 149, 150})).verdict == Verdict::broken);
  CHECK(test.stand(latencies({98, 103, 97, 101})).verdict == Verdict::unsure);
}

TEST_CASE("What is not decided with the budget is unsure, and no more is asked for") {
  const HoldTest test({at_most(100)}, 4, 4);
  const auto standing = test.stand(latencies({98, 103, 97, 101}));
  CHECK(standing.verdict == Verdict::unsure);
  CHECK(!standing.more);
  CHECK(!standing.is_held());
}

TEST_CASE("A constraint that was decided stays so while another one is open") {
  // 4 replicas far below 200, so it is held; then two that are far above
  const HoldTest test({at_most(200), at_most(100)}, 4, 16);
  const auto standing = test.stand(latencies({99, 101, 98, 102, 900, 900}));
  CHECK(standing.verdicts[0] == Verdict::held);
  CHECK(standing.verdicts[1] == Verdict::unsure);
}

TEST_CASE("One broken constraint breaks the load, and one that nobody knows leaves it unknown") {
  const HoldTest test({at_most(200), at_most(100)}, 4, 16);
  CHECK(test.stand(latencies({150, 151, 149, 150})).verdict == Verdict::broken);
  std::vector<Figures> unknown = latencies({50, 51, 49, 50});
  unknown[2][results::metric_index("latency_ns.p99")].reset();
  CHECK(test.stand(unknown).verdict == Verdict::unknown);
  CHECK(!test.stand(unknown).more);
}

TEST_CASE("The other way round a figure must be above its bound") {
  const HoldTest test({*study::parse_constraint("latency_ns.p99 >= 100")}, 4, 16);
  CHECK(test.stand(latencies({50, 51, 49, 50})).verdict == Verdict::broken);
  CHECK(test.stand(latencies({150, 151, 149, 150})).verdict == Verdict::held);
}

TEST_CASE("Of loads that are exactly at the bound at most 5 % get a verdict") {
  const HoldTest test({at_most(100)}, 4, 16);
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(100, 5);
  int decided = 0;
  constexpr int repetitions = 4'000;
  for (int i = 0; i < repetitions; ++i) {
    std::vector<double> values;
    auto standing = test.stand({});
    while (standing.more) {
      while (values.size() < *standing.more) values.push_back(normal(random));
      standing = test.stand(latencies(values));
    }
    decided += standing.verdict != Verdict::unsure;
  }
  // 5 % and four standard deviations of a share of 4,000: 4 sqrt(0.05 0.95 / 4000) = 1.4 %
  CHECK(decided <= (0.05 + 0.014) * repetitions);
  CHECK(decided >= 0.02 * repetitions);
}
