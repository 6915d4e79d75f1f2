#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "host/core_set.hpp"
#include "host/core_view.hpp"
#include "time/duration.hpp"
#include "time/ids.hpp"

/// When and from where a core pulls a waiting task that is bound to no core. Pure: the caller keeps a
/// BalanceState per core, moves the task (RunQueue::steal_candidate, is_cache_hot), and says what came of it.
/// `sources` says in which domain it looks; loads are compared with the average of all cores. Running tasks
/// are never pushed away (active balancing is left out).
namespace kickpath::host {

enum class Imbalance {
  count,         ///< an idle core takes from where somebody waits
  linux_2_6_36,  ///< kernel/sched_fair.c find_busiest_group, calculate_imbalance, fix_small_imbalance
  linux_6        ///< kernel/sched/fair.c of v6.6 to v6.18, the same functions
};

struct BalanceRules {
  Imbalance imbalance = Imbalance::count;
  int imbalance_pct = 100;
  Duration migration_cost{};  ///< who ran less than this ago is cache-hot
  Duration newidle_floor{};  ///< a core that idles less than this on average pulls nothing when it falls idle
  bool weighs_newidle_cost = false;  ///< nor does one that idles less than the pulling takes
  bool is_periodic = false;
  Duration min_interval{};
  Duration max_interval{};
  int busy_factor = 1;      ///< a busy core balances that much less often
  bool skews_busy = false;  ///< and a tick earlier
  Duration tick{};
  Duration longest{};  ///< between two periodic runs

  static BalanceRules when_idle_only(unsigned cores, unsigned hz);
  static BalanceRules linux_2_6_36(unsigned cores, unsigned hz);
  static BalanceRules linux_6(unsigned cores, unsigned hz);
};

struct BalanceState {
  Duration average_idle{
      1'000'000'000};  ///< of a spell (rq->avg_idle); begins at twice the migration cost, 1 ms
  std::optional<Instant> idle_since;
  Duration newidle_cost{};  ///< the dearest pull lately (max_newidle_lb_cost)
  Instant cost_decayed{};
  Duration interval{};  ///< sd->balance_interval
  Instant next{};
  unsigned failures = 0;  ///< nr_balance_failed
};

struct Pull {
  CoreId from;
  std::int64_t heaviest;  ///< weight that the task may have at most
};

enum class BalanceOutcome {
  balanced,  ///< there was nothing to pull
  moved,
  failed  ///< there was, but no task could move: bound, cache-hot or too heavy
};

// ---- A core falls idle and wakes up
// ----------------------------------------------------------------------------

void begin_idle(BalanceState& state, Instant now);
/// A wake-up ends the idle spell, if there was one.
void end_idle(const BalanceRules& rules, BalanceState& state, Instant now);

/// The core from which `self`, which is about to fall idle, should pull one task. `sources`: cores not yet
/// tried in vain.
std::optional<Pull> pull_when_idle(const BalanceRules& rules, const BalanceState& state, CoreId self,
                                   std::span<const CoreView> cores, const CoreSet& sources);
/// What the attempt cost. The dearest counts; it decays by 1 % a second.
void note_newidle_cost(BalanceState& state, Duration cost, Instant now);

// ---- At ticks
// --------------------------------------------------------------------------------------------------

bool is_balance_due(const BalanceRules& rules, const BalanceState& state, Instant now);
std::optional<Pull> pull_at_tick(const BalanceRules& rules, const BalanceState& state, CoreId self,
                                 std::span<const CoreView> cores, const CoreSet& sources);
void note_tick_balance(const BalanceRules& rules, BalanceState& state, bool is_idle, BalanceOutcome outcome,
                       Instant now);

/// The idle core that a busy one with a waiting task wakes at its tick, so that it balances (nohz balancer
/// kick).
std::optional<CoreId> idle_core_to_kick(const BalanceRules& rules, CoreId self,
                                        std::span<const CoreView> cores);

/// Whether a task that ran `since_it_ran` ago should stay for its warm cache; after two failures in a row
/// none does.
bool is_cache_hot(const BalanceRules& rules, const BalanceState& state, Duration since_it_ran);

}  // namespace kickpath::host
