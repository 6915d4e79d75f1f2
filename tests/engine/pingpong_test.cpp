#include "pingpong.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include <catch2/catch.hpp>

using namespace kickpath;

namespace {

/// The same without an engine: an arrival waits until the consumer is free.
double mean_sojourn_by_hand(std::uint32_t producers, std::uint64_t items) {
  using Arrival = std::tuple<Duration, std::uint64_t, std::uint32_t>;  // date, sequence, producer
  std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> arrivals;
  std::vector<pingpong::Thinker> thinkers;
  std::vector<std::uint64_t> left(producers, items / producers);
  std::uint64_t sequence = 0;
  for (std::uint32_t i = 0; i < producers; ++i)
    arrivals.emplace(thinkers.emplace_back(i, producers).think(), sequence++, i);
  Duration free{}, sojourn{};
  for (; !arrivals.empty(); arrivals.pop()) {
    const auto [date, order, i] = arrivals.top();
    free = std::max(free, date) + pingpong::service;
    sojourn += free - date;
    if (--left[i] > 0) arrivals.emplace(free + thinkers[i].think(), sequence++, i);
  }
  return to_nanoseconds(sojourn) / static_cast<double>(items / producers * producers);
}

}  // namespace

TEST_CASE("Producers and a consumer meet as they do in every other engine") {
  // ns-3 and SimPy give the same figures.
  const auto [producers, expected] =
      GENERATE(table<std::uint32_t, double>({{1, 100.0000}, {16, 190.8039}, {64, 244.1773}}));
  constexpr std::uint64_t items = 1'000'000;
  const double simulated = pingpong::mean_sojourn(producers, items);
  CHECK(simulated == Approx(mean_sojourn_by_hand(producers, items)).epsilon(1e-15));
  CHECK(simulated == Approx(expected).margin(0.00005));
}
