#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// What a host scheduler knows of one task: plain data, owned by the task, changed by the run queue alone.
namespace kickpath::host {

class SchedGroup;

constexpr std::int64_t nice_0_weight = 1024;  ///< Linux kernel/sched/core.c sched_prio_to_weight[20]

struct SchedEntity {
  // What the scenario says.
  std::int64_t weight = nice_0_weight;
  Duration custom_slice{};   ///< sched_setattr's sched_runtime (EEVDF from 6.12); 0 = the policy's own
  bool idle_policy = false;  ///< SCHED_IDLE
  std::uint32_t gang = 0;    ///< gang/gang_slots.hpp: its VM's, or the host's own
  SchedGroup* group = nullptr;    ///< that the task belongs to; null: none
  bool stands_for_group = false;  ///< no task, but one core's part of a group

  // What every policy keeps.
  Duration sum_exec{};     ///< CPU time received (Linux: sum_exec_runtime)
  Duration picked_at{};    ///< sum_exec when it was last picked
  bool on_queue = false;   ///< in a run queue, the running task included, a delayed one too
  std::uint64_t turn = 0;  ///< number of its last enqueue or pick in its queue; the smallest waits longest

  // Fair policies. Virtual times are picoseconds of a nice-0 task.
  std::int64_t vruntime = 0;
  bool vruntime_is_relative = false;  ///< CFS: `vruntime` counts from the min_vruntime of the queue it left
  std::int64_t deadline = 0;          ///< EEVDF: virtual deadline
  std::int64_t protected_to = 0;      ///< EEVDF: virtual time to which it is kept once picked (run to parity)
  std::int64_t lag = 0;               ///< EEVDF: vlag when it left the queue
  bool deadline_is_relative = false;  ///< EEVDF: `deadline` holds deadline - vruntime (PLACE_REL_DEADLINE)
  bool delayed = false;  ///< EEVDF: sleeps, but stays queued until its lag is gone (DELAY_DEQUEUE)
};

}  // namespace kickpath::host
