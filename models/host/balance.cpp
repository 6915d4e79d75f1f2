#include "host/balance.hpp"

#include <algorithm>
#include <limits>

namespace kickpath::host {

using namespace literals;

// ---- Rules
// -----------------------------------------------------------------------------------------------------

BalanceRules BalanceRules::when_idle_only(unsigned, unsigned) { return {}; }

// Intervals, factor and percentage: SD_CPU_INIT and SD_MC_INIT of include/linux/topology.h [from memory].
BalanceRules BalanceRules::linux_2_6_36(unsigned cores, unsigned hz) {
  BalanceRules rules;
  rules.imbalance = Imbalance::linux_2_6_36;
  rules.imbalance_pct = 125;
  rules.migration_cost = 500_us;
  rules.newidle_floor = 500_us;
  rules.is_periodic = true;
  rules.min_interval = 1_ms;
  rules.max_interval = 4_ms;
  rules.busy_factor = 64;
  rules.tick = Duration{1_s} / hz;
  rules.longest = 100_ms * cores;
  return rules;
}

// v6.12 kernel/sched/topology.c sd_init; fair.c get_sd_balance_interval, update_max_interval
BalanceRules BalanceRules::linux_6(unsigned cores, unsigned hz) {
  BalanceRules rules;
  rules.imbalance = Imbalance::linux_6;
  rules.imbalance_pct = 117;
  rules.migration_cost = 500_us;
  rules.weighs_newidle_cost = true;
  rules.is_periodic = true;
  rules.min_interval = 1_ms * cores;
  rules.max_interval = 2_ms * cores;
  rules.busy_factor = 16;
  rules.skews_busy = true;
  rules.tick = Duration{1_s} / hz;
  rules.longest = 100_ms * cores;
  return rules;
}

namespace {

// ---- Imbalance
// -------------------------------------------------------------------------------------------------

struct Loads {
  const CoreView& self;
  const CoreView& busiest;
  std::int64_t average;

  std::int64_t imbalance() const { return std::min(busiest.load - average, average - self.load); }
  std::int64_t per_task() const { return busiest.load / static_cast<std::int64_t>(busiest.runnable); }
};

std::int64_t average_load(std::span<const CoreView> cores) {
  std::int64_t total = 0;
  for (const CoreView& core : cores) total += core.load;
  return total / static_cast<std::int64_t>(cores.size());
}

/// The heaviest core on which somebody waits; of equals the lowest.
std::optional<CoreId> busiest_core(CoreId self, std::span<const CoreView> cores, const CoreSet& sources) {
  std::optional<CoreId> busiest;
  for (CoreId core{0}; core.value < cores.size(); ++core.value) {
    if (core == self || cores[core.value].runnable < 2 || !sources.contains(core)) continue;
    if (!busiest || cores[core.value].load > cores[busiest->value].load) busiest = core;
  }
  return busiest;
}

constexpr std::int64_t any_weight = std::numeric_limits<std::int64_t>::max();

/// A task passes that is too heavy by 2^`shift` (balance_tasks, detach_tasks).
std::int64_t heaviest_for(std::int64_t imbalance, unsigned shift) {
  return ((imbalance + 1) << std::min(shift, 20u)) - 1;
}

// fix_small_imbalance, first part: less than a task too much is worth one task if it does not turn the tables
bool is_small_imbalance_worth_a_task(const Loads& loads) {
  const std::int64_t per_task = loads.per_task();
  const auto here = static_cast<std::int64_t>(loads.self.runnable);
  const bool is_heavier = here > 0 && per_task > loads.self.load / here;
  return loads.busiest.load - loads.self.load + per_task >= per_task * (is_heavier ? 1 : 2);
}

// The heaviest task that may come; 0: none.
std::int64_t heaviest_2_6_36(const BalanceRules& rules, const Loads& loads) {
  if (loads.self.load >= loads.busiest.load || loads.self.load >= loads.average) return 0;
  if (100 * loads.busiest.load <= rules.imbalance_pct * loads.self.load) return 0;
  const std::int64_t imbalance = loads.imbalance();
  if (imbalance >= loads.per_task()) return heaviest_for(imbalance, 1);
  return is_small_imbalance_worth_a_task(loads) ? heaviest_for(loads.per_task(), 1) : 0;
}

// calculate_imbalance: an idle core counts tasks, a busy one weighs them, more leniently after each failure.
// placeholder: a core with a task counts as fully used, for want of utilisation.
std::int64_t heaviest_6(const BalanceRules& rules, const Loads& loads, unsigned failures) {
  if (loads.self.runnable == 0) return any_weight;
  if (loads.self.load >= loads.busiest.load || loads.self.load >= loads.average) return 0;
  const bool is_overloaded = loads.self.runnable >= 2;
  if (is_overloaded && 100 * loads.busiest.load <= rules.imbalance_pct * loads.self.load) return 0;
  return loads.imbalance() > 0 ? heaviest_for(loads.imbalance(), failures) : 0;
}

std::int64_t heaviest(const BalanceRules& rules, const Loads& loads, unsigned failures) {
  switch (rules.imbalance) {
    case Imbalance::count:
      return loads.self.runnable == 0 ? any_weight : 0;
    case Imbalance::linux_2_6_36:
      return heaviest_2_6_36(rules, loads);
    case Imbalance::linux_6:
      return heaviest_6(rules, loads, failures);
  }
  return 0;
}

std::optional<Pull> find_pull(const BalanceRules& rules, const BalanceState& state, CoreId self,
                              std::span<const CoreView> cores, const CoreSet& sources) {
  const auto busiest = busiest_core(self, cores, sources);
  if (!busiest) return std::nullopt;
  const Loads loads{cores[self.value], cores[busiest->value], average_load(cores)};
  const std::int64_t weight = heaviest(rules, loads, state.failures);
  return weight > 0 ? std::optional<Pull>{{*busiest, weight}} : std::nullopt;
}

/// Time as whole ticks, begun ones too (msecs_to_jiffies).
Duration in_ticks(const BalanceRules& rules, Duration d) {
  return rules.tick * ((d + rules.tick - 1_ps) / rules.tick);
}

Duration current_interval(const BalanceRules& rules, Duration interval, bool is_idle) {
  Duration wait = in_ticks(rules, is_idle ? interval : interval * rules.busy_factor);
  if (!is_idle && rules.skews_busy) wait -= rules.tick;
  return std::clamp(wait, rules.tick, std::max(rules.tick, rules.longest));
}

}  // namespace

// ---- Idle
// ------------------------------------------------------------------------------------------------------

void begin_idle(BalanceState& state, Instant now) {
  if (!state.idle_since) state.idle_since = now;
}

// ttwu_do_activate: an average over 8 spells (update_avg), bounded, so that one long sleep is soon forgotten
void end_idle(const BalanceRules& rules, BalanceState& state, Instant now) {
  if (!state.idle_since) return;
  const Duration spell = now - *state.idle_since;
  const Duration most = 2 * std::max(rules.migration_cost, state.newidle_cost);
  const bool jumps = rules.imbalance == Imbalance::linux_2_6_36 && spell > most;
  state.average_idle = jumps ? most : state.average_idle + (spell - state.average_idle) / 8;
  state.average_idle = std::min(state.average_idle, most);
  state.idle_since.reset();
}

std::optional<Pull> pull_when_idle(const BalanceRules& rules, const BalanceState& state, CoreId self,
                                   std::span<const CoreView> cores, const CoreSet& sources) {
  if (state.average_idle < rules.newidle_floor) return std::nullopt;
  if (rules.weighs_newidle_cost && state.average_idle < state.newidle_cost) return std::nullopt;
  return find_pull(rules, state, self, cores, sources);
}

// v6.12 update_newidle_cost
void note_newidle_cost(BalanceState& state, Duration cost, Instant now) {
  if (cost > state.newidle_cost) {
    state.newidle_cost = cost;
    state.cost_decayed = now;
  } else if (now > state.cost_decayed + 1_s) {
    state.newidle_cost = state.newidle_cost * 253 / 256;
    state.cost_decayed = now;
  }
}

// ---- Ticks
// -----------------------------------------------------------------------------------------------------

bool is_balance_due(const BalanceRules& rules, const BalanceState& state, Instant now) {
  return rules.is_periodic && now >= state.next;
}

std::optional<Pull> pull_at_tick(const BalanceRules& rules, const BalanceState& state, CoreId self,
                                 std::span<const CoreView> cores, const CoreSet& sources) {
  return rules.is_periodic ? find_pull(rules, state, self, cores, sources) : std::nullopt;
}

// load_balance: balanced doubles the interval, imbalance resets it
void note_tick_balance(const BalanceRules& rules, BalanceState& state, bool is_idle, BalanceOutcome outcome,
                       Instant now) {
  const Duration before = std::clamp(state.interval, rules.min_interval, rules.max_interval);
  const bool is_balanced = outcome == BalanceOutcome::balanced;
  state.interval = is_balanced ? std::min(2 * before, rules.max_interval) : rules.min_interval;
  state.failures = outcome == BalanceOutcome::failed ? state.failures + 1 : 0;
  state.next = now + current_interval(rules, state.interval, is_idle);
}

std::optional<CoreId> idle_core_to_kick(const BalanceRules& rules, CoreId self,
                                        std::span<const CoreView> cores) {
  if (!rules.is_periodic || cores[self.value].runnable < 2) return std::nullopt;
  for (CoreId core{0}; core.value < cores.size(); ++core.value)
    if (cores[core.value].is_idle) return core;
  return std::nullopt;
}

// task_hot; cache_nice_tries is 1
bool is_cache_hot(const BalanceRules& rules, const BalanceState& state, Duration since_it_ran) {
  return since_it_ran < rules.migration_cost && state.failures <= 1;
}

}  // namespace kickpath::host
