#include "host/wake_placement.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace kickpath::host {

namespace {

/// A question with its surroundings.
struct Wake {
  const WakeQuestion& q;
  const CoreSet& allowed;
  std::span<const CoreView> cores;
  const Topology& topology;

  const CoreView& at(CoreId core) const { return cores[core.value]; }
  bool is_wholly_idle(CoreId core) const {
    const auto sibling = topology.sibling_of(core);
    return at(core).is_idle && (!sibling || at(*sibling).is_idle);
  }
  bool is_free(CoreId core) const { return allowed.contains(core) && at(core).is_idle; }
  std::int64_t load_of_waker_core() const {
    return at(q.waker_core).load - (q.is_sync ? at(q.waker_core).running_weight : 0);
  }
};

constexpr std::int64_t imbalance_2_6_36 =
    125;                                   ///< percent, SD_CPU_INIT and SD_MC_INIT of 2.6.36 [from memory]
constexpr std::int64_t imbalance_6 = 117;  ///< percent, v6.12 kernel/sched/topology.c sd_init

// ---- first_idle
// ------------------------------------------------------------------------------------------------

CoreId first_idle(const Wake& wake) {
  if (wake.is_free(wake.q.previous)) return wake.q.previous;
  CoreId best = wake.q.previous;
  for (CoreId core{0}; core.value < wake.cores.size(); ++core.value) {
    if (wake.is_free(core)) return core;
    if (!wake.allowed.contains(core)) continue;
    if (!wake.allowed.contains(best) || wake.at(core).runnable < wake.at(best).runnable) best = core;
  }
  return best;
}

// ---- 2.6.36
// ----------------------------------------------------------------------------------------------------

// effective_load(prev, 0, weight) is 0 for tasks outside of groups, so the wakee counts on the waker's side
// alone.
bool is_affine_2_6_36(const Wake& wake) {
  const std::int64_t here = wake.load_of_waker_core();
  const CoreView& previous = wake.at(wake.q.previous);
  const bool is_balanced =
      here <= 0 || 100 * (here + wake.q.wakee_weight) <= (100 + (imbalance_2_6_36 - 100) / 2) * previous.load;
  if (is_balanced) return true;
  const CoreView& waker = wake.at(wake.q.waker_core);
  const std::int64_t per_task =
      waker.runnable == 0 ? 0 : waker.load / static_cast<std::int64_t>(waker.runnable);
  return here <= previous.load && here + previous.load <= per_task;
}

// Domains that share a cache, upwards (SD_SHARE_PKG_RESOURCES): the threads of a core, then the socket.
CoreId idle_sibling_2_6_36(const Wake& wake, CoreId target) {
  if (wake.at(target).is_idle) return target;
  if (const auto sibling = wake.topology.sibling_of(target); sibling && wake.is_free(*sibling)) return *sibling;
  for (CoreId core{0}; core.value < wake.cores.size(); ++core.value)
    if (wake.topology.share_cache(core, target) && wake.is_free(core)) return core;
  return target;
}

CoreId place_2_6_36(const Wake& wake) {
  if (!wake.allowed.contains(wake.q.waker_core)) return wake.q.previous;
  const bool goes_to_waker = wake.q.waker_core == wake.q.previous || is_affine_2_6_36(wake);
  return idle_sibling_2_6_36(wake, goes_to_waker ? wake.q.waker_core : wake.q.previous);
}

// ---- 6.x
// -------------------------------------------------------------------------------------------------------

// wake_affine_weight. Linux takes the wakee's own decayed load off the previous core; here a sleeper weighs
// nothing.
bool is_lighter_at_waker(const Wake& wake) {
  const std::int64_t here = 100 * (wake.load_of_waker_core() + wake.q.wakee_weight);
  const std::int64_t there = (100 + (imbalance_6 - 100) / 2) * wake.at(wake.q.previous).load;
  return here < there + (wake.q.is_sync ? 1 : 0);
}

// wake_affine: WA_IDLE, then WA_WEIGHT
CoreId affine_target_6(const Wake& wake) {
  const auto& q = wake.q;
  const CoreSet& allowed = wake.allowed;
  if (q.waker_core == q.previous || !allowed.contains(q.waker_core)) return q.previous;
  const bool is_previous_idle = wake.at(q.previous).is_idle;
  const bool share_cache = wake.topology.share_cache(q.waker_core, q.previous);
  if (wake.at(q.waker_core).is_idle && share_cache) return is_previous_idle ? q.previous : q.waker_core;
  if (q.is_sync && wake.at(q.waker_core).runnable == 1) return q.waker_core;
  if (is_previous_idle) return q.previous;
  return is_lighter_at_waker(wake) ? q.waker_core : q.previous;
}

/// The allowed cores of the target's last-level cache, from its neighbour round to the target itself
/// (for_each_cpu_wrap), until `is_it` says yes.
template <class Predicate>
std::optional<CoreId> search_cache(const Wake& wake, CoreId target, Predicate is_it) {
  const std::size_t count = wake.cores.size();
  for (std::size_t step = 1; step <= count; ++step) {
    const CoreId core{static_cast<std::uint32_t>((target.value + step) % count)};
    if (!wake.topology.share_cache(core, target) || !wake.allowed.contains(core)) continue;
    if (is_it(core)) return core;
  }
  return std::nullopt;
}

// test_idle_cores: Linux keeps a flag, which may be out of date; here it is looked up.
bool has_idle_core(const Wake& wake, CoreId target) {
  if (!wake.topology.has_siblings()) return false;
  for (CoreId core{0}; core.value < wake.cores.size(); ++core.value)
    if (wake.topology.share_cache(core, target) && wake.is_wholly_idle(core)) return true;
  return false;
}

// select_idle_core: with a core all of whose threads are idle; else any idle thread that was met
std::optional<CoreId> scan_for_idle_core(const Wake& wake, CoreId target) {
  const auto whole = search_cache(wake, target, [&](CoreId core) { return wake.is_wholly_idle(core); });
  return whole ? whole : search_cache(wake, target, [&](CoreId core) { return wake.at(core).is_idle; });
}

// select_idle_cpu
std::optional<CoreId> scan_for_idle(const Wake& wake, CoreId target) {
  std::size_t left = idle_scan_limit(wake.topology.cores_sharing_cache(), wake.q.utilisation);
  bool is_over = left == 0;
  const auto found = search_cache(wake, target, [&](CoreId core) {
    is_over = is_over || left-- == 0;
    return is_over || wake.at(core).is_idle;
  });
  return is_over ? std::nullopt : found;
}

// select_idle_smt
std::optional<CoreId> idle_sibling_of(const Wake& wake, CoreId core) {
  const auto sibling = wake.topology.sibling_of(core);
  return sibling && wake.is_free(*sibling) ? sibling : std::nullopt;
}

// select_idle_sibling, without the step for per-CPU kernel threads
Placement idle_sibling_6(const Wake& wake, CoreId target) {
  const WakeQuestion& q = wake.q;
  const auto is_free_here = [&](CoreId core) {
    return wake.topology.share_cache(core, target) && wake.is_free(core);
  };
  if (wake.is_free(target)) return {target, q.recent_used};
  if (q.previous != target && is_free_here(q.previous)) return {q.previous, q.recent_used};
  if (is_free_here(q.recent_used)) return {q.recent_used, q.previous};
  if (has_idle_core(wake, target)) return {scan_for_idle_core(wake, target).value_or(target), q.previous};
  if (wake.topology.share_cache(q.previous, target))
    if (const auto sibling = idle_sibling_of(wake, q.previous)) return {*sibling, q.previous};
  return {scan_for_idle(wake, target).value_or(target), q.previous};
}

Placement place_by(WakeRules rules, const Wake& wake) {
  switch (rules) {
    case WakeRules::first_idle:
      return {first_idle(wake), wake.q.previous};
    case WakeRules::linux_2_6_36:
      return {place_2_6_36(wake), wake.q.previous};
    case WakeRules::linux_6:
      return idle_sibling_6(wake, affine_target_6(wake));
  }
  throw std::invalid_argument("no such wake rules");
}

}  // namespace

std::size_t idle_scan_limit(std::size_t cores, unsigned utilisation) {
  constexpr std::uint64_t full = 1024;
  constexpr std::uint64_t percent = imbalance_6;
  const std::uint64_t u = std::min<std::uint64_t>(utilisation, full);
  const std::uint64_t busy = std::min(full, u * u * percent * percent / (10000 * full));
  return static_cast<std::size_t>((full - busy) * cores / full);
}

Placement place_wakee(WakeRules rules, const WakeQuestion& question, const CoreSet& allowed,
                      std::span<const CoreView> cores, const Topology& topology) {
  const bool may_return = allowed.contains(question.previous);
  if (may_return && allowed.count() == 1) return {question.previous, question.recent_used};
  const Placement placement = place_by(rules, Wake{question, allowed, cores, topology});
  if (allowed.contains(placement.core)) return placement;
  const auto fallback = allowed.first(cores.size());  // select_fallback_rq
  if (!fallback) throw std::invalid_argument("a task that may run on no core of the host was woken");
  return {*fallback, placement.recent_used};
}

}  // namespace kickpath::host
