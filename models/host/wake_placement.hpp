#pragma once
#include <span>

#include "host/core_set.hpp"
#include "host/core_view.hpp"
#include "host/topology.hpp"
#include "time/ids.hpp"

/// On which core a wakee is put. Pure: a snapshot and a question give the answer. Equal capacities are
/// assumed: speeds of cores do not count.
namespace kickpath::host {

enum class WakeRules {
  first_idle,    ///< previous core if idle, else the first idle one, else the shortest queue (ties: previous,
                 ///< lowest)
  linux_2_6_36,  ///< kernel/sched_fair.c select_task_rq_fair, wake_affine, select_idle_sibling
  linux_6        ///< kernel/sched/fair.c of v6.6 to v6.18, the same functions
};

struct WakeQuestion {
  CoreId waker_core;   ///< where the waking code runs: a task, or an interrupt (of an idle core too)
  CoreId previous;     ///< where the wakee ran last
  CoreId recent_used;  ///< linux_6: `recent_used` of the last Placement; at first the previous core
  bool is_sync =
      false;  ///< the waker will sleep soon (WF_SYNC): pipes and sockets, not eventfd, futex and KVM
  std::int64_t wakee_weight = 0;
  unsigned utilisation = 0;  ///< linux_6: mean busy share of the cores, 0 to 1024 (PELT sum_util / cores)
};

struct Placement {
  CoreId core;
  CoreId recent_used;  ///< to be kept with the wakee
};

/// `allowed` holds at least one core of `cores`, else std::invalid_argument; `previous` and the others are
/// cores of `cores`. A wakee that is bound to one core goes there. One that waits delayed in a queue is not
/// asked for: it wakes up where it is.
Placement place_wakee(WakeRules rules, const WakeQuestion& question, const CoreSet& allowed,
                      std::span<const CoreView> cores, const Topology& topology);

/// How many cores of a last-level cache linux_6 searches for an idle one (SIS_UTIL, update_idle_cpu_scan): cores x (1 - (u
/// x 1.17)^2).
std::size_t idle_scan_limit(std::size_t cores, unsigned utilisation);

}  // namespace kickpath::host
