#pragma once
#include <cstdint>

#include "engine/probe.hpp"
#include "host/core_set.hpp"
#include "time/duration.hpp"

/// What can be observed of the host, named as Linux names its tracepoints (events/sched, events/ipi).
/// Recorders, traces and checkers subscribe; the models do not know them.
namespace kickpath::host {

class Task;

enum class IpiReason : unsigned char {
  wake_idle,   ///< an idle core gets a task
  reschedule,  ///< a busy core must make way
  kick_guest,  ///< a vcpu must leave guest mode, or take a posted interrupt
};

struct Probes {
  /// core, previous, next; null is the idle task.
  engine::Probe<CoreId, Task*, Task*> sched_switch;
  /// A sleeper is about to be woken: wakee, waker (null: an interrupt handler).
  engine::Probe<Task&, Task*> sched_waking;
  /// wakee, the core on which it was put.
  engine::Probe<Task&, CoreId> sched_wakeup;
  /// task, from, to.
  engine::Probe<Task&, CoreId, CoreId> sched_migrate_task;
  /// who pays for it (null: an interrupt handler), target.
  engine::Probe<Task*, CoreId, IpiReason> ipi_send;
  engine::Probe<CoreId> tick;
  /// who touched them, how many cache lines moved to its core.
  engine::Probe<Task&, std::uint32_t> line_transfer;
};

}  // namespace kickpath::host
