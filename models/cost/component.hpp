#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// The disjoint components of which the model says that every path is made: no time is in two of them
/// (design.md section 5). A measurement is always a composite of several; only calibration subtracts.
namespace kickpath::cost {

enum class Component : std::uint8_t {
  exit_pio,
  exit_mmio_decode,
  exit_mmio_wildcard,
  exit_hypercall,
  exit_msr,
  exit_userspace,
  eventfd_signal,
  eventfd_write,
  eventfd_read,
  epoll_ready,
  ppoll_fd,
  poll_source,
  syscall,
  aio_submit,
  aio_getevents,
  vhost_queue_work,
  vhost_run_work,
  sched_switch,
  sched_vcpu_out,
  sched_vcpu_in,
  sched_migrate,
  sched_tick,
  wake_local,
  wake_remote,
  wake_remote_far,
  wake_ipi_busy,
  wake_idle_exit,
  ipi_send,
  ipi_send_idle,
  ipi_far,
  irq_irqfd,
  irq_irqfd_in_kernel,
  irq_ioctl,
  irq_kick_guest,
  irq_posted,
  irq_inject,
  irq_eoi,
  irq_return,
  halt_enter,
  halt_poll_exit,
  halt_unblock,
  ring_post,
  ring_kick_test,
  ring_reap,
  ring_pop,
  ring_push,
  ring_interrupt_test,
  line_transfer,
  line_transfer_far,
  copy_per_byte,
  irq_avic_doorbell,
  irqfd_assign,
  route_update,
  route_copy,
  route_read,
  route_srcu_wait
};

struct ComponentInfo {
  Component component;
  std::string_view name;  ///< as in profiles
  std::string_view from;  ///< where its time begins
  std::string_view to;    ///< and ends
};

constexpr std::array components{
    ComponentInfo{
        Component::exit_pio, "exit.pio", "guest executes OUT",
        "KVM's handler entered; and back: handler left to guest running (round trip without handler)"},
    ComponentInfo{Component::exit_mmio_decode, "exit.mmio_decode", "added to exit.pio by an MMIO exit",
                  "page walk and instruction emulation done"},
    ComponentInfo{Component::exit_mmio_wildcard, "exit.mmio_wildcard",
                  "as exit.pio, for a zero-length MMIO ioeventfd",
                  "(KVM_FAST_MMIO_BUS, Linux 3.15: the address is known from the exit)"},
    ComponentInfo{Component::exit_hypercall, "exit.hypercall", "as exit.pio, for VMCALL/VMMCALL", ""},
    ComponentInfo{Component::exit_msr, "exit.msr", "as exit.pio, for WRMSR",
                  "(arming the TSC deadline timer)"},
    ComponentInfo{Component::exit_userspace, "exit.userspace", "added by returning to userspace",
                  "and calling KVM_RUN again"},
    ComponentInfo{Component::eventfd_signal, "eventfd.signal", "eventfd_signal in the kernel, no waiter", ""},
    ComponentInfo{Component::eventfd_write, "eventfd.write", "write(2) to an eventfd, no waiter", ""},
    ComponentInfo{Component::eventfd_read, "eventfd.read", "read(2) of a signalled eventfd", ""},
    ComponentInfo{Component::epoll_ready, "epoll.ready", "epoll_wait with something ready, no block", ""},
    ComponentInfo{Component::ppoll_fd, "ppoll.fd", "added to epoll.ready for each descriptor of a ppoll",
                  "(the main loop: kernel and caller look at every one)"},
    ComponentInfo{Component::poll_source, "poll.source", "a polling loop looks at one source",
                  "there is nothing, or its handler is called"},
    ComponentInfo{Component::syscall, "syscall", "an empty system call", ""},
    ComponentInfo{Component::aio_submit, "aio.submit", "io_submit(2) of nothing",
                  "(what each request in it takes is the disk's `submit`)"},
    ComponentInfo{Component::aio_getevents, "aio.getevents", "the server takes completions of native AIO",
                  "(QEMU since 2.8 reads them from a mapped ring, before by io_getevents(2))"},
    ComponentInfo{Component::vhost_queue_work, "vhost.queue_work", "vhost_poll_wakeup in who signals",
                  "work queued on the worker, which is not yet woken"},
    ComponentInfo{Component::vhost_run_work, "vhost.run_work", "the worker takes a work off its list",
                  "its function entered"},
    ComponentInfo{Component::sched_switch, "sched.switch", "previous task stops",
                  "next task runs, same core"},
    ComponentInfo{Component::sched_vcpu_out, "sched.vcpu_out", "added when the task switched from is a vcpu",
                  "(kvm_sched_out)"},
    ComponentInfo{Component::sched_vcpu_in, "sched.vcpu_in", "added when the task switched to is a vcpu",
                  "(kvm_sched_in); not if nothing but the idle task ran there since"},
    ComponentInfo{Component::sched_migrate, "sched.migrate", "added when the task ran on another core before",
                  "(cold caches included)"},
    ComponentInfo{Component::sched_tick, "sched.tick", "timer tick begins", "task goes on"},
    ComponentInfo{Component::wake_local, "wake.local", "waker enters try_to_wake_up, target on its own core",
                  "leaves"},
    ComponentInfo{Component::wake_remote, "wake.remote",
                  "waker enters try_to_wake_up, target on another core", "leaves, without sending an IPI"},
    ComponentInfo{Component::wake_remote_far, "wake.remote_far",
                  "added to wake.remote when the target is on another socket",
                  "(its run queue's lines come from there)"},
    ComponentInfo{Component::wake_ipi_busy, "wake.ipi_busy", "IPI sent",
                  "the other, busy core reaches its scheduler"},
    ComponentInfo{Component::wake_idle_exit, "wake.idle_exit", "IPI sent",
                  "the other, idle core reaches its scheduler"},
    ComponentInfo{Component::ipi_send, "ipi.send", "the sender's own time to send an IPI to a busy core", ""},
    ComponentInfo{
        Component::ipi_send_idle, "ipi.send_idle", "the sender's own time to send an IPI to an idle core",
        "(nothing where idle cores poll; on virtual cores the hypervisor has a halted one to wake)"},
    ComponentInfo{Component::ipi_far, "ipi.far", "added to what an IPI to another socket takes to arrive",
                  "(wake.ipi_busy, wake.idle_exit, irq.kick_guest, irq.posted)"},
    ComponentInfo{Component::irq_irqfd, "irq.irqfd", "caller begins write(2) on the irqfd",
                  "interrupt pending in the LAPIC (no IPI, no wake-up)"},
    ComponentInfo{Component::irq_irqfd_in_kernel, "irq.irqfd_in_kernel",
                  "as irq.irqfd, by eventfd_signal in the kernel (vhost)",
                  "no system call: interrupt pending in the LAPIC"},
    ComponentInfo{Component::irq_ioctl, "irq.ioctl", "caller begins ioctl(KVM_SIGNAL_MSI)",
                  "interrupt pending in the LAPIC (no IPI, no wake-up)"},
    ComponentInfo{Component::irq_kick_guest, "irq.kick_guest", "IPI sent, target in guest mode",
                  "target exited"},
    ComponentInfo{Component::irq_posted, "irq.posted",
                  "posted-interrupt notification sent, target in guest mode",
                  "first handler instruction, without an exit"},
    ComponentInfo{Component::irq_inject, "irq.inject", "entry with a pending interrupt",
                  "first handler instruction"},
    ComponentInfo{Component::irq_eoi, "irq.eoi", "guest writes EOI", "guest runs on"},
    ComponentInfo{Component::irq_return, "irq.return", "guest executes IRET", "interrupted code runs on"},
    ComponentInfo{Component::halt_enter, "halt.enter", "guest executes HLT", "poll or block begins"},
    ComponentInfo{Component::halt_poll_exit, "halt.poll_exit", "event seen by the halt poll", "entry"},
    ComponentInfo{Component::halt_unblock, "halt.unblock", "blocked vcpu's task runs again", "entry"},
    ComponentInfo{Component::ring_post, "ring.post", "a request enters the available ring, warm lines", ""},
    ComponentInfo{Component::ring_kick_test, "ring.kick_test", "does the device want a kick, warm lines", ""},
    ComponentInfo{Component::ring_reap, "ring.reap", "a completion leaves the used ring, warm lines", ""},
    ComponentInfo{Component::ring_pop, "ring.pop", "a request leaves the available ring, warm lines", ""},
    ComponentInfo{Component::ring_push, "ring.push", "a completion enters the used ring, warm lines", ""},
    ComponentInfo{Component::ring_interrupt_test, "ring.interrupt_test",
                  "does the driver want an interrupt, warm lines", ""},
    ComponentInfo{Component::line_transfer, "line.transfer", "a cache line owned by another core is touched",
                  "it is here"},
    ComponentInfo{Component::line_transfer_far, "line.transfer_far",
                  "added to line.transfer when that core is on another socket", ""},
    ComponentInfo{Component::copy_per_byte, "copy.per_byte", "copying one byte", ""},
    ComponentInfo{Component::irq_avic_doorbell, "irq.avic_doorbell",
                  "the sender's own time to ring another core's AVIC doorbell", "(instead of ipi.send)"},
    ComponentInfo{Component::irqfd_assign, "irqfd.assign", "ioctl(KVM_IRQFD) to attach or detach an irqfd",
                  ""},
    ComponentInfo{Component::route_update, "route.update", "caller begins ioctl(KVM_SET_GSI_ROUTING)",
                  "the new table is in place (no copies of irqfds, no waiting for readers)"},
    ComponentInfo{Component::route_copy, "route.copy", "added by each irqfd of the VM",
                  "its copy is renewed"},
    ComponentInfo{Component::route_read, "route.read",
                  "added to irq.irqfd by taking the lock of its route's readers",
                  "(SRCU has memory barriers that RCU has not)"},
    ComponentInfo{Component::route_srcu_wait, "route.srcu_wait",
                  "synchronize_srcu by the updater, no reader inside", ""},
};

constexpr std::size_t component_count = components.size();

constexpr std::size_t index_of(Component c) { return static_cast<std::size_t>(c); }

consteval bool is_in_order() {
  for (std::size_t i = 0; i < component_count; ++i)
    if (index_of(components[i].component) != i) return false;
  return true;
}
static_assert(is_in_order(), "the table lists the components in the order of the enumeration");

constexpr const ComponentInfo& info(Component c) { return components[index_of(c)]; }

constexpr std::optional<Component> component_named(std::string_view name) {
  for (const ComponentInfo& entry : components)
    if (entry.name == name) return entry.component;
  return std::nullopt;
}

}  // namespace kickpath::cost
