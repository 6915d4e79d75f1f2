#include "tracefiles/phase_table.hpp"

#include <array>

namespace kickpath::tracefiles {

namespace {

using enum Step;
using enum EventKind;

constexpr Steps kicks = kicks_pio | kicks_mmio | kicks_fast_mmio;
constexpr Steps switches_out = is_preempted | sleeps;
constexpr Steps runs = runs_from_idle | runs_on_waker | runs_on_other | runs_after_sleep;
constexpr Steps switches = switches_out | runs | (resumes | resumes_interrupted);
constexpr Steps halts_end = wakes_from_poll | wakes_from_block;
constexpr Steps wakeups = wakeup_on_idle | wakeup_elsewhere | wakeup_here;
constexpr EventKinds io = kvm_pio | kvm_mmio | kvm_fast_mmio;
constexpr EventKinds irq = only(kvm_msi_set_irq), halt = only(kvm_vcpu_wakeup),
                     user = only(kvm_userspace_exit), entry = only(kvm_entry), leave = only(kvm_exit),
                     eoi = only(kvm_eoi), wake1 = only(sched_waking), wake2 = only(sched_wakeup),
                     swap = only(sched_switch);

// clang-format off: a table
constexpr std::array table{
    // The kick.
    Phase{"exit.to_kick.pio", Role::vcpu, bit(exits), bit(kicks_pio), switches | enters, leave,
          only(kvm_pio)},
    Phase{"exit.to_kick.mmio", Role::vcpu, bit(exits), bit(kicks_mmio), switches | enters, leave,
          only(kvm_mmio)},
    Phase{"exit.to_kick.fast_mmio", Role::vcpu, bit(exits), bit(kicks_fast_mmio), switches | enters, leave,
          only(kvm_fast_mmio)},
    Phase{"kick.to_waking", Role::vcpu, kicks, bit(wakes), switches | enters | leaves_to_user | is_delayed,
          io, wake1},
    Phase{"kick.to_wakeup", Role::vcpu, kicks, bit(enqueues), switches | enters | leaves_to_user | is_delayed,
          io, wake2},
    Phase{"waking.to_entry", Role::vcpu, bit(wakes), bit(enters), switches | leaves_to_user | is_delayed,
          wake1, entry},
    Phase{"kick.to_entry", Role::vcpu, kicks, bit(enters),
          switches | leaves_to_user | is_delayed | wakes | enqueues, io, entry},
    Phase{"kick.to_userspace_exit", Role::vcpu, kicks, bit(leaves_to_user),
          switches | enters | is_delayed | wakes | enqueues, io, user},
    Phase{"userspace_exit.to_entry", Role::vcpu, bit(leaves_to_user), bit(enters), switches | is_delayed,
          user, entry},
    Phase{"userspace_exit.to_kick", Role::vcpu, bit(leaves_to_user), kicks,
          switches | is_delayed | halts_end | writes_eoi, user, io},
    // The server's wake-up.
    Phase{"server_waking.to_switch.same_core", Role::server, bit(waking), bit(runs_on_waker),
          switches | waking_otherwise, wake1, swap},
    Phase{"server_waking.to_switch.idle_core", Role::server, bit(waking), bit(runs_from_idle),
          switches | waking_otherwise, wake1, swap},
    Phase{"server_waking.to_switch.busy_core", Role::server, bit(waking), bit(runs_on_other),
          switches | waking_otherwise, wake1, swap},
    Phase{"server_waking.to_wakeup.idle_core", Role::server, bit(waking), bit(wakeup_on_idle),
          switches | waking_otherwise | wakeups, wake1, wake2},
    Phase{"server_wakeup.to_switch.same_core", Role::server, bit(wakeup_here), bit(runs_on_waker),
          switches | wakeup_on_idle | wakeup_elsewhere, wake2, swap},
    Phase{"server_wakeup.to_switch.idle_core", Role::server, bit(wakeup_on_idle), bit(runs_from_idle),
          switches | wakeup_here | wakeup_elsewhere, wake2, swap},
    Phase{"server_wakeup.to_switch.busy_core", Role::server, wakeup_elsewhere | wakeup_here,
          bit(runs_on_other), switches | wakeup_on_idle, wake2, swap},
    // The server.
    Phase{"switch.to_interrupt", Role::server, runs, bit(raises), switches, swap, irq},
    Phase{"interrupt.to_waking", Role::server, bit(raises), bit(wakes), switches | is_delayed, irq, wake1},
    Phase{"interrupt.to_wakeup", Role::server, bit(raises), bit(enqueues), switches | is_delayed, irq, wake2},
    Phase{"interrupt.to_sleep", Role::server, bit(raises), bit(sleeps),
          switches | is_delayed | wakes | enqueues, irq, swap},
    // The interrupt.
    Phase{"interrupt.to_eoi.running", Role::vcpu, bit(is_interrupted), bit(writes_eoi),
          switches | halts_end | is_interrupted_again, irq, eoi},
    Phase{"interrupt.to_vcpu_wakeup.polling", Role::vcpu, bit(is_interrupted), bit(wakes_from_poll),
          switches | wakes_from_block | writes_eoi, irq, halt},
    Phase{"interrupt.to_vcpu_wakeup.blocked", Role::vcpu, bit(is_interrupted), bit(wakes_from_block),
          switches_out | runs_after_sleep | resumes | resumes_interrupted | wakes_from_poll | writes_eoi, irq,
          halt},
    Phase{"vcpu_waking.to_switch.same_core", Role::vcpu, bit(waking), bit(runs_on_waker),
          switches | waking_otherwise, wake1, swap},
    Phase{"vcpu_waking.to_switch.idle_core", Role::vcpu, bit(waking), bit(runs_from_idle),
          switches | waking_otherwise, wake1, swap},
    Phase{"vcpu_waking.to_switch.busy_core", Role::vcpu, bit(waking), bit(runs_on_other),
          switches | waking_otherwise, wake1, swap},
    Phase{"vcpu_waking.to_wakeup.idle_core", Role::vcpu, bit(waking), bit(wakeup_on_idle),
          switches | waking_otherwise | wakeups, wake1, wake2},
    Phase{"vcpu_wakeup.to_switch.same_core", Role::vcpu, bit(wakeup_here), bit(runs_on_waker),
          switches | wakeup_on_idle | wakeup_elsewhere, wake2, swap},
    Phase{"vcpu_wakeup.to_switch.idle_core", Role::vcpu, bit(wakeup_on_idle), bit(runs_from_idle),
          switches | wakeup_here | wakeup_elsewhere, wake2, swap},
    Phase{"vcpu_wakeup.to_switch.busy_core", Role::vcpu, wakeup_elsewhere | wakeup_here, bit(runs_on_other),
          switches | wakeup_on_idle, wake2, swap},
    Phase{"switch.to_vcpu_wakeup", Role::vcpu, runs, bit(wakes_from_block), switches | is_delayed, swap,
          halt},
    Phase{"vcpu_wakeup.to_entry", Role::vcpu, halts_end, bit(enters), switches | is_delayed | leaves_to_user,
          halt, entry},
    Phase{"vcpu_wakeup.to_eoi", Role::vcpu, halts_end, bit(writes_eoi), switches | is_delayed | kicks, halt,
          eoi},
    Phase{"resume.to_entry", Role::vcpu, resumes | resumes_interrupted, bit(enters),
          switches | is_delayed | leaves_to_user | kicks, swap, entry},
    Phase{"resume.to_eoi", Role::vcpu, bit(resumes_interrupted), bit(writes_eoi),
          switches | is_delayed | kicks | is_interrupted, swap, eoi},
    Phase{"eoi.to_kick", Role::vcpu, bit(writes_eoi), kicks,
          switches | is_delayed | halts_end | leaves_to_user, eoi, io},
};
// clang-format on

}  // namespace

std::span<const Phase> phases() { return table; }

}  // namespace kickpath::tracefiles
