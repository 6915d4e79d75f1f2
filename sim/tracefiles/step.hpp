#pragma once
#include <cstdint>

/// What happens to one thread, as far as phases begin, end or break there.
namespace kickpath::tracefiles {

enum class Step : std::uint8_t {
  // A vcpu.
  exits,
  enters,
  kicks_pio,        ///< writes a port
  kicks_mmio,       ///< writes MMIO outside of the APICs' pages
  kicks_fast_mmio,  ///< the same through KVM_FAST_MMIO_BUS
  leaves_to_user,   ///< kvm_userspace_exit with a KVM_EXIT_ reason
  is_interrupted,   ///< an interrupt is raised for it, and none was unanswered
  is_interrupted_again,
  wakes_from_poll,   ///< its halt ended: the halt poll saw the event
  wakes_from_block,  ///< its halt ended: its task had been blocked
  writes_eoi,
  // A server.
  raises,  ///< kvm_msi_set_irq
  // Either, as waker.
  wakes,       ///< sched_waking of the thread it kicked or interrupted
  enqueues,    ///< sched_wakeup of that thread, by its own hand
  is_delayed,  ///< something else took its time
  // Either, as wakee.
  waking,            ///< by a vcpu's kick or a server's interrupt
  waking_otherwise,  ///< by a timer, an interrupt handler, a stranger
  wakeup_on_idle,    ///< sched_wakeup on the target cpu, by its idle task
  wakeup_elsewhere,  ///< sched_wakeup on the target cpu's behalf, from another cpu
  wakeup_here,       ///< sched_wakeup on the target cpu, which runs a task
  // Either, on its core. Those that run again after they blocked:
  runs_from_idle,    ///< the core was idle
  runs_on_waker,     ///< took over from a task that could have gone on, on the waker's core
  runs_on_other,     ///< took over from a task that could have gone on, on another core
  runs_after_sleep,  ///< had to wait for a task that blocked, or nobody knows for what
  // Those that had been preempted:
  resumes,
  resumes_interrupted,  ///< an interrupt was raised meanwhile
  is_preempted,
  sleeps,
};

using Steps = std::uint32_t;

constexpr Steps bit(Step step) { return Steps{1} << static_cast<unsigned>(step); }
constexpr Steps operator|(Step a, Step b) { return bit(a) | bit(b); }
constexpr Steps operator|(Steps a, Step b) { return a | bit(b); }
constexpr bool has(Steps steps, Step step) { return (steps & bit(step)) != 0; }

enum class Role : std::uint8_t { vcpu, server };

}  // namespace kickpath::tracefiles
