#include "host/balance.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::literals;

namespace {

CoreView busy(std::size_t tasks, std::int64_t weight = 1024) {
  return {false, tasks, tasks, static_cast<std::int64_t>(tasks) * weight, weight};
}
const CoreView idle{};
const CoreId self{0};
constexpr Instant start{};

std::optional<CoreId> source(const std::optional<Pull>& pull) {
  return pull ? std::optional{pull->from} : std::nullopt;
}
std::optional<CoreId> at_tick(const BalanceRules& rules, const std::vector<CoreView>& cores) {
  return source(pull_at_tick(rules, {}, self, cores, CoreSet::all()));
}

}  // namespace

// ---- Falling idle
// ----------------------------------------------------------------------------------------------

TEST_CASE("A core that falls idle pulls from the heaviest core on which somebody waits") {
  for (const auto& rules : {BalanceRules::when_idle_only(4, 250), BalanceRules::linux_2_6_36(4, 250),
                            BalanceRules::linux_6(4, 250)}) {
    const std::vector<CoreView> cores{idle, busy(2), busy(3), busy(1, 9000)};
    CHECK(source(pull_when_idle(rules, {}, self, cores, CoreSet::all())) == CoreId{2});
    CoreSet untried = CoreSet::all();
    untried.erase(CoreId{2});
    CHECK(source(pull_when_idle(rules, {}, self, cores, untried)) == CoreId{1});
    CHECK_FALSE(
        pull_when_idle(rules, {}, self, std::vector<CoreView>{idle, busy(1), busy(1), busy(1)}, untried));
  }
}

TEST_CASE("2.6.36: a core that idles less than the migration cost pulls nothing") {
  const auto rules = BalanceRules::linux_2_6_36(2, 250);
  const std::vector<CoreView> cores{idle, busy(2)};
  BalanceState state;
  state.average_idle = 500_us;
  CHECK(pull_when_idle(rules, state, self, cores, CoreSet::all()));
  state.average_idle = 500_us - 1_ps;
  CHECK_FALSE(pull_when_idle(rules, state, self, cores, CoreSet::all()));
}

TEST_CASE("6.x: a core that idles less than a pull costs pulls nothing") {
  const auto rules = BalanceRules::linux_6(2, 250);
  const std::vector<CoreView> cores{idle, busy(2)};
  BalanceState state;
  state.average_idle = 10_us;
  note_newidle_cost(state, 10_us, start);
  CHECK(pull_when_idle(rules, state, self, cores, CoreSet::all()));
  note_newidle_cost(state, 10_us + 1_ps, start);
  CHECK_FALSE(pull_when_idle(rules, state, self, cores, CoreSet::all()));
}

TEST_CASE("The dearest pull is remembered and decays once a second by 3/256") {
  BalanceState state;
  note_newidle_cost(state, 256_us, start);
  note_newidle_cost(state, 1_us, start + 1_s);
  CHECK(state.newidle_cost == 256_us);
  note_newidle_cost(state, 1_us, start + 1_s + 1_ps);
  CHECK(state.newidle_cost == 253_us);
}

TEST_CASE("The average idle spell moves by an eighth and stays within twice the migration cost") {
  const auto rules = BalanceRules::linux_6(2, 250);
  BalanceState state;
  REQUIRE(state.average_idle == 1_ms);
  begin_idle(state, start);
  end_idle(rules, state, start + 200_us);
  CHECK(state.average_idle == 900_us);  // 1 ms + (0.2 - 1) / 8
  end_idle(rules, state, start + 300_us);
  CHECK(state.average_idle == 900_us);  // was not idle
  begin_idle(state, start);
  end_idle(rules, state, start + 1_s);
  CHECK(state.average_idle == 1_ms);
}

TEST_CASE("2.6.36: one long spell sets the average to its bound at once") {
  const auto rules = BalanceRules::linux_2_6_36(2, 250);
  for (const auto& [spell, average] : {std::pair{1_ms, 125_us}, {1_ms + 1_ps, 1_ms}}) {
    BalanceState state;
    state.average_idle = 0_ps;
    begin_idle(state, start);
    end_idle(rules, state, start + spell);
    CHECK(state.average_idle == average);
  }
}

// ---- At ticks
// --------------------------------------------------------------------------------------------------

TEST_CASE("At a tick an idle core pulls where two run, a busy one does not where loads are even") {
  for (const auto& rules : {BalanceRules::linux_2_6_36(2, 250), BalanceRules::linux_6(2, 250)}) {
    CHECK(at_tick(rules, {idle, busy(2)}) == CoreId{1});
    CHECK(at_tick(rules, {idle, busy(1)}) == std::nullopt);
    CHECK(at_tick(rules, {busy(2), busy(2)}) == std::nullopt);
    CHECK(at_tick(rules, {busy(3), busy(2)}) == std::nullopt);
    CHECK(at_tick(rules, {busy(1), busy(3)}) == CoreId{1});
  }
}

TEST_CASE("2.6.36: the third task of two cores is passed to and fro") {
  // loads 1024 and 2048, average 1536: imbalance 512 is less than a task, but 2048 - 1024 + 1024 >= 2 x 1024
  const auto rules = BalanceRules::linux_2_6_36(2, 250);
  const std::vector<CoreView> cores{busy(1), busy(2)};
  const auto pull = pull_at_tick(rules, {}, self, cores, CoreSet::all());
  REQUIRE(pull);
  CHECK(pull->heaviest >= 1024);
}

TEST_CASE("6.x: the third task of two cores moves after one failure") {
  // average 1536, imbalance 512: 1024 >> failures must be 512 or less
  const auto rules = BalanceRules::linux_6(2, 250);
  const std::vector<CoreView> cores{busy(1), busy(2)};
  BalanceState state;
  const auto first = pull_at_tick(rules, state, self, cores, CoreSet::all());
  REQUIRE(first);
  CHECK(first->heaviest == 512);
  note_tick_balance(rules, state, false, BalanceOutcome::failed, start);
  const auto second = pull_at_tick(rules, state, self, cores, CoreSet::all());
  REQUIRE(second);
  CHECK(second->heaviest == 1025);  // (1025 >> 1) = 512
}

TEST_CASE("An imbalance below the percentage between overloaded cores is left alone") {
  // 6.x: 100 x 2 w > 117 x 2048 from w = 1199 on; 2.6.36: 100 x 2 w > 125 x 2048 from w = 1281 on
  const auto newer = BalanceRules::linux_6(2, 250);
  CHECK(at_tick(newer, {busy(2), busy(2, 1198)}) == std::nullopt);
  CHECK(at_tick(newer, {busy(2), busy(2, 1199)}) == CoreId{1});
  const auto older = BalanceRules::linux_2_6_36(2, 250);
  CHECK(at_tick(older, {busy(2), busy(3, 853)}) == std::nullopt);  // 2559 <= 2560
  CHECK(at_tick(older, {busy(2), busy(3, 1024)}) == CoreId{1});    // 3072
}

TEST_CASE("6.x, two cores at 250 Hz: an idle core balances every tick, a busy one every 7 to 15") {
  const auto rules = BalanceRules::linux_6(2, 250);
  BalanceState state;
  CHECK(is_balance_due(rules, state, start));
  note_tick_balance(rules, state, true, BalanceOutcome::balanced, start);
  CHECK(state.next == start + 4_ms);  // 4 ms of interval
  note_tick_balance(rules, state, false, BalanceOutcome::moved, start);
  CHECK(state.next == start + 28_ms);  // 2 ms x 16 = 8 ticks, less one
  CHECK_FALSE(is_balance_due(rules, state, start + 28_ms - 1_ps));
  CHECK(is_balance_due(rules, state, start + 28_ms));
  note_tick_balance(rules, state, false, BalanceOutcome::balanced, start);
  CHECK(state.next == start + 60_ms);  // 4 ms x 16 = 16 ticks, less one
  note_tick_balance(rules, state, false, BalanceOutcome::balanced, start);
  CHECK(state.next == start + 60_ms);  // no longer than that
}

TEST_CASE("2.6.36: a busy core balances 64 times less often than an idle one") {
  const auto rules = BalanceRules::linux_2_6_36(8, 1000);
  BalanceState state;
  note_tick_balance(rules, state, true, BalanceOutcome::moved, start);
  CHECK(state.next == start + 1_ms);
  note_tick_balance(rules, state, false, BalanceOutcome::moved, start);
  CHECK(state.next == start + 64_ms);
}

TEST_CASE("fifo balances at no tick") {
  const auto rules = BalanceRules::when_idle_only(2, 250);
  CHECK_FALSE(is_balance_due(rules, {}, start + 1_s));
  CHECK_FALSE(pull_at_tick(rules, {}, self, std::vector<CoreView>{idle, busy(5)}, CoreSet::all()));
  CHECK_FALSE(idle_core_to_kick(rules, CoreId{1}, std::vector<CoreView>{idle, busy(5)}));
}

TEST_CASE("A busy core with a waiting task kicks the first idle core") {
  const auto rules = BalanceRules::linux_6(3, 250);
  CHECK(idle_core_to_kick(rules, self, std::vector<CoreView>{busy(2), busy(1), idle}) == CoreId{2});
  CHECK(idle_core_to_kick(rules, self, std::vector<CoreView>{busy(1), busy(1), idle}) == std::nullopt);
  CHECK(idle_core_to_kick(rules, self, std::vector<CoreView>{busy(2), busy(1), busy(1)}) == std::nullopt);
}

TEST_CASE("A task is cache-hot for half a millisecond, unless balancing failed twice") {
  const auto rules = BalanceRules::linux_6(2, 250);
  BalanceState state;
  CHECK(is_cache_hot(rules, state, 500_us - 1_ps));
  CHECK_FALSE(is_cache_hot(rules, state, 500_us));
  state.failures = 1;
  CHECK(is_cache_hot(rules, state, 1_us));
  state.failures = 2;
  CHECK_FALSE(is_cache_hot(rules, state, 1_us));
}

TEST_CASE("A core that carries its share pulls nothing") {
  for (const auto& rules : {BalanceRules::linux_2_6_36(4, 250), BalanceRules::linux_6(4, 250)}) {
    CHECK(at_tick(rules, {busy(1), busy(2), idle, idle}) == std::nullopt);  // mean 768 <= 1024
    CHECK(at_tick(rules, {busy(1), busy(2), busy(2), idle}) == CoreId{1});  // mean 1280
  }
}

TEST_CASE("2.6.36: a small imbalance is worth a task if that is heavier than those here") {
  // 2000 - 1200 + 1000 = 1800: at least 1 x 1000, less than 2 x 1000
  const auto rules = BalanceRules::linux_2_6_36(2, 250);
  CHECK(at_tick(rules, {busy(2, 600), busy(2, 1000)}) == CoreId{1});
  CHECK(at_tick(rules, {busy(1, 1200), busy(2, 1000)}) == std::nullopt);
}

TEST_CASE("An idle spell lasts from its first moment on") {
  BalanceState state;
  begin_idle(state, start);
  begin_idle(state, start + 100_us);
  end_idle(BalanceRules::linux_6(2, 250), state, start + 200_us);
  CHECK(state.average_idle == 900_us);
}

TEST_CASE("Failures count in a row") {
  const auto rules = BalanceRules::linux_6(2, 250);
  for (const auto ending : {BalanceOutcome::moved, BalanceOutcome::balanced}) {
    BalanceState state;
    note_tick_balance(rules, state, false, BalanceOutcome::failed, start);
    note_tick_balance(rules, state, false, BalanceOutcome::failed, start);
    CHECK(state.failures == 2);
    note_tick_balance(rules, state, false, ending, start);
    CHECK(state.failures == 0);
  }
}

TEST_CASE("6.x: an interval is rounded up to whole ticks before a busy core takes one off") {
  BalanceState state;
  note_tick_balance(BalanceRules::linux_6(2, 100), state, false, BalanceOutcome::moved, start);
  CHECK(state.next == start + 30_ms);  // 2 ms x 16 = 32 ms: 4 ticks of 10 ms, less one
}
