#include "calibration/relations.hpp"

#include <algorithm>

namespace kickpath::calibration {

using cost::Component;

namespace {

constexpr Term half_an_exit[] = {{Component::exit_pio, 0.5}};
constexpr Term an_exit[] = {{Component::exit_pio, 1}};
constexpr Term a_tenth_of_an_exit[] = {{Component::exit_pio, 0.1}};
constexpr Term a_decoded_exit[] = {{Component::exit_pio, 1}, {Component::exit_mmio_decode, 1}};
constexpr Term a_write_without_the_call[] = {{Component::eventfd_write, 1}, {Component::syscall, -1}};
constexpr Term an_irqfd_without_the_call[] = {{Component::irq_irqfd, 1}, {Component::syscall, -1}};
constexpr Term the_irqfd[] = {{Component::irq_irqfd, 1}};
constexpr Term a_kick[] = {{Component::irq_kick_guest, 1}, {Component::irq_inject, 1}};
constexpr Term a_busy_ipi[] = {{Component::ipi_send, 1}};
constexpr Term a_local_wake[] = {{Component::wake_local, 1}};
constexpr Term an_idle_exit[] = {{Component::wake_idle_exit, 1}};
constexpr Term a_switch[] = {{Component::sched_switch, 1}};

constexpr Relation table[] = {
    {Component::eventfd_signal, a_write_without_the_call, 0.3,
     "eventfd.write less an empty system call: write(2) of an eventfd is the call and the signal"},
    {Component::exit_msr, an_exit, 0.5, "exit.pio: an exit that KVM handles in the kernel"},
    {Component::exit_hypercall, an_exit, 0.3, "exit.pio: an exit without decoding"},
    {Component::exit_mmio_wildcard, a_decoded_exit, 0.5, "an MMIO exit that is decoded"},
    {Component::halt_poll_exit, half_an_exit, 0.5, "half of exit.pio: an entry"},
    {Component::halt_unblock, half_an_exit, 0.5, "half of exit.pio: an entry"},
    {Component::irq_irqfd_in_kernel, an_irqfd_without_the_call, 0.3,
     "irq.irqfd less an empty system call: vhost signals without one"},
    {Component::irq_ioctl, the_irqfd, 0.5, "irq.irqfd: both end in the same injection"},
    {Component::irq_posted, a_kick, 0.9, "irq.kick_guest and irq.inject, of which it saves what APICv saves"},
    {Component::ipi_send_idle, a_busy_ipi, 0.5, "ipi.send"},
    {Component::wake_remote, a_local_wake, 0.5, "wake.local"},
    {Component::wake_ipi_busy, an_idle_exit, 0.9, "of the size of wake.idle_exit"},
    {Component::sched_vcpu_in, a_switch, 0.9, "of the size of sched.switch"},
    {Component::sched_migrate, a_switch, 0.9, "of the size of sched.switch"},
    {Component::exit_way_in,
     {},
     0,
     "none: no kick's wake-up was measured, so the way in is half of the exit"},
    {Component::wake_remote_busy, {}, 0, "none: no wake-up on a busy other core was measured"},
    {Component::irq_eoi, {}, 0, "none: it is within irq.return"},
    {Component::guest_request, {}, 0, "none: not measured"},
    {Component::server_request, {}, 0, "none: not measured"},
    {Component::halt_service, {}, 0, "none: it is within halt.enter"},
    {Component::halt_return, {}, 0, "none: it is within irq.return"},
    {Component::wake_deep_idle_exit, {}, 0, "none: no core was idle for long"},
    {Component::sched_vcpu_out, {}, 0, "none: it is within sched.vcpu_in"},
    {Component::sched_tick, {}, 0, "none: no tick was seen"},
    {Component::copy_per_byte, {}, 0, "none: not measured"},
};

// An emulated instruction takes some 600 ns where a kick takes 6 us (validation/kvm/guest/stubs.S).
constexpr Relation emulated_ring0[] = {
    {Component::exit_msr, a_tenth_of_an_exit, 0.5,
     "a tenth of exit.pio: ring 0 is emulated, and writes an MSR by one of its instructions"},
};

}  // namespace

std::span<const Relation> relations() { return table; }
std::span<const Relation> relations_of_emulated_ring0() { return emulated_ring0; }

bool has_relation(Component component) {
  return std::ranges::any_of(table, [&](const Relation& relation) { return relation.of == component; });
}

}  // namespace kickpath::calibration
