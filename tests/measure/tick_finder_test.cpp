#include "measure/tick_finder.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::measure;
using kickpath::hostfacts::Ticks;

namespace {

constexpr Ticks period = 1000;
constexpr Ticks width = 50;

/// `n` gaps, one a period, at `phase`, each `length` long.
std::vector<Gap> every_period(Ticks n, Ticks phase, Ticks length) {
  std::vector<Gap> gaps;
  for (Ticks i = 0; i < n; ++i) gaps.push_back({i * period + phase, length});
  return gaps;
}

void append(std::vector<Gap>& gaps, const std::vector<Gap>& more) {
  gaps.insert(gaps.end(), more.begin(), more.end());
}

}  // namespace

TEST_CASE("Gaps that come with the period are the tick's, the others are not") {
  std::vector<Gap> gaps = every_period(100, 400, 15);
  for (Ticks i = 0; i < 100; ++i) gaps.push_back({i * 997 + 13, 99});  // drifts through all phases
  const auto ticks = tick_gaps(gaps, period, width, 100 * period);
  std::size_t of_length_15 = 0;
  for (const Gap& gap : ticks) of_length_15 += gap.length == 15 ? 1u : 0u;
  CHECK(of_length_15 == 100);
  CHECK(ticks.size() <= 100 + 25);  // those that drifted by
}

TEST_CASE("A tick whose phase lies around the period's end is one tick") {
  std::vector<Gap> gaps = every_period(50, 990, 1);
  append(gaps, every_period(50, 5, 2));
  CHECK(tick_gaps(gaps, period, width, 100 * period).size() == 100);
}

TEST_CASE("Phases within the width belong together, at the width no more") {
  std::vector<Gap> within = every_period(50, 100, 1);
  append(within, every_period(50, 149, 1));
  CHECK(tick_gaps(within, period, width, 100 * period).size() == 100);
  std::vector<Gap> beyond = every_period(50, 100, 1);
  append(beyond, every_period(50, 150, 1));
  CHECK(tick_gaps(beyond, period, width, 100 * period).size() == 50);
}

TEST_CASE("Half of the expected ticks is a tick, less is none") {
  CHECK(tick_gaps(every_period(50, 100, 1), period, width, 100 * period).size() == 50);
  CHECK(tick_gaps(every_period(49, 100, 1), period, width, 100 * period).empty());
}

TEST_CASE("No gaps, no tick") { CHECK(tick_gaps({}, period, width, 0).empty()); }
