#include "compare/comparison.hpp"

#include <catch2/catch.hpp>

#include "compare/look_schedule.hpp"
#include "synthetic.hpp"

using namespace kickpath::compare;
using namespace kickpath::testing;
using kickpath::results::metric_index;

namespace {

constexpr const char* throughput = "ops_per_s";
constexpr const char* p99 = "latency_ns.p99";

Settings settings(const char* objective = throughput, unsigned first = 8, unsigned budget = 64) {
  Settings made;
  made.objective = metric_index(objective);
  made.design.looks = look_schedule(first, budget);
  return made;
}

/// Pairs of one metric: common + a(i) and common + b(i).
template <class A, class B>
Draw pairs(const char* metric, A a, B b) {
  return [=](unsigned from, unsigned to) {
    std::vector<Pair> drawn;
    for (unsigned i = from; i < to; ++i) {
      drawn.emplace_back();
      drawn.back().a[metric_index(metric)] = a(i);
      drawn.back().b[metric_index(metric)] = b(i);
    }
    return drawn;
  };
}

double noise(unsigned seed, unsigned i) {
  std::mt19937_64 random(1'000 * seed + i);
  return draw(Law::normal, random);
}

}  // namespace

TEST_CASE("A clear difference is resolved at the first look, by the side that is better") {
  const auto high = [](unsigned i) { return 1'100 + 10 * noise(1, i); };
  const auto low = [](unsigned i) { return 1'000 + 10 * noise(2, i); };
  const Comparison more = compare(settings(throughput), pairs(throughput, high, low));
  CHECK(more.verdict == Verdict::a_is_better);
  CHECK(more.pairs.size() == 8);
  CHECK(more.looks == 1);
  CHECK(more.difference.ci95.lo > 0);
  CHECK(more.difference.ci95.lo < 100);
  CHECK(more.difference.ci95.hi > 100);
  CHECK(compare(settings(p99), pairs(p99, high, low)).verdict ==
        Verdict::b_is_better);  // of latency less is more
  CHECK(compare(settings(throughput), pairs(throughput, low, high)).verdict == Verdict::b_is_better);
}

TEST_CASE("Replicas are added until the difference is resolved, each drawn once") {
  std::vector<std::pair<unsigned, unsigned>> asked;
  const Draw draw = pairs(
      throughput, [](unsigned i) { return 0.6 + noise(3, i); }, [](unsigned) { return 0.0; });
  const Comparison comparison = compare(settings(), [&](unsigned from, unsigned to) {
    asked.emplace_back(from, to);
    return draw(from, to);
  });
  CHECK(comparison.verdict == Verdict::a_is_better);
  REQUIRE(comparison.looks > 1);
  REQUIRE(asked.size() == comparison.looks);
  unsigned before = 0;
  for (std::size_t look = 0; look < asked.size(); ++look) {
    CHECK(asked[look].first == before);
    CHECK(asked[look].second == comparison.settings.design.looks[look]);
    before = asked[look].second;
  }
}

TEST_CASE("Without a difference the budget is spent, and nothing is claimed") {
  const Comparison comparison = compare(settings(), pairs(
                                                        throughput, [](unsigned i) { return noise(4, i); },
                                                        [](unsigned i) { return noise(5, i); }));
  CHECK(comparison.verdict == Verdict::not_resolved);
  CHECK(comparison.pairs.size() == 64);
  CHECK(comparison.difference.ci95.lo < 0);
  CHECK(comparison.difference.ci95.hi > 0);
  CHECK(*replicas_needed(comparison) > 64);
}

TEST_CASE("What both worlds have in common does not blur the difference") {
  const auto common = [](unsigned i) { return 1'000 * noise(6, i); };
  const Comparison comparison = compare(
      settings(), pairs(
                      throughput, [=](unsigned i) { return common(i) + 1 + 0.1 * noise(7, i); }, common));
  CHECK(comparison.verdict == Verdict::a_is_better);
  CHECK(comparison.pairs.size() == 8);
  // (1000^2 + 1000^2) / 0.1^2 = 2e8, as eight replicas know it
  CHECK(*gain_of_pairing(comparison) > 1e7);
}

TEST_CASE("Worlds without chance differ exactly, and need no more than the first look") {
  const Comparison comparison =
      compare(settings(p99), pairs(
                                 p99, [](unsigned) { return 7.0; }, [](unsigned) { return 9.5; }));
  CHECK(comparison.verdict == Verdict::a_is_better);
  CHECK(comparison.is_exact);
  CHECK(comparison.is_deterministic);
  CHECK(comparison.difference.estimate == -2.5);
  CHECK(comparison.difference.ci95 == kickpath::results::Interval{-2.5, -2.5});
  CHECK(comparison.pairs.size() == 8);
  CHECK(*share_of_b(comparison.difference.estimate, comparison.objective()) == Approx(-2.5 / 9.5));
}

TEST_CASE("The same world twice is no difference; it is deterministic only if its replicas are equal too") {
  const auto chance = [](unsigned i) { return noise(8, i); };
  const Comparison comparison = compare(settings(), pairs(throughput, chance, chance));
  CHECK(comparison.verdict == Verdict::no_difference);
  CHECK(comparison.is_exact);
  CHECK_FALSE(comparison.is_deterministic);
}

TEST_CASE("An objective that one replica does not know ends the comparison, and is told with its place") {
  Draw draw = pairs(
      p99, [](unsigned i) { return noise(9, i); }, [](unsigned i) { return noise(10, i); });
  const auto gap = [&](unsigned from, unsigned to) {
    auto drawn = draw(from, to);
    if (from <= 5 && 5 < to) drawn[5 - from].b[metric_index(p99)].reset();
    return drawn;
  };
  CHECK_THROWS_WITH(compare(settings(p99), gap),
                    Catch::Contains("latency_ns.p99 is unknown in B, replica 5"));
}

TEST_CASE("Other figures are compared over the pairs that know them, and may be unknown") {
  const Draw draw = pairs(
      throughput, [](unsigned) { return 2.0; }, [](unsigned) { return 1.0; });
  const Comparison comparison = compare(settings(), [&](unsigned from, unsigned to) {
    auto drawn = draw(from, to);
    for (unsigned i = from; i < to; ++i) {
      drawn[i - from].a[metric_index(p99)] = 10.0 + i % 2;
      if (i != 3) drawn[i - from].b[metric_index(p99)] = 5.0;
      drawn[i - from].a[metric_index("boot_s")] = 1.0;
    }
    return drawn;
  });
  const MetricComparison& latency = comparison.metrics[metric_index(p99)];
  CHECK(latency.a->n == 8);
  CHECK(latency.difference->n == 7);
  CHECK(latency.differs());
  CHECK_FALSE(comparison.metrics[metric_index("boot_s")].difference);
  CHECK_FALSE(comparison.metrics[metric_index("boot_s")].differs());
}
