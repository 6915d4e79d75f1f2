#include <algorithm>

#include "microbench/bench.hpp"
#include "microbench/calls.hpp"
#include "microbench/guest_events.hpp"
#include "microbench/interrupts.hpp"
#include "microbench/kick_wakes.hpp"
#include "microbench/traced_phases.hpp"
#include "microbench/wakes.hpp"

namespace kickpath::microbench {

namespace {

using cost::Component;
using notify::InterruptPathKind;
using notify::KickPathKind;
using Profile = cost::CostProfile;

template <Wake (*Run)(const Profile&), Duration Wake::*Part>
Duration part_of_wake(const Profile& profile) {
  return Run(profile).*Part;
}

template <KickWake (*Run)(const Profile&), Duration KickWake::*Part>
Duration part_of_kick_wake(const Profile& profile) {
  return Run(profile).*Part;
}

template <InterruptPathKind Path, Target To, Duration Delivery::*Part>
Duration part_of_delivery(const Profile& profile) {
  return deliver_interrupt(profile, Path, To).*Part;
}

constexpr auto irqfd = InterruptPathKind::irqfd;
constexpr auto ioctl = InterruptPathKind::ioctl;

constexpr Bench benches[] = {
    {"syscall.getppid", empty_system_call},
    {"eventfd.write", event_write},
    {"eventfd.write_read", event_write_and_read},
    {"epoll.ready", epoll_ready},
    {"line.transfer", alone<Component::line_transfer>},
    {"ring.post", alone<Component::ring_post>},
    {"ring.kick_test", alone<Component::ring_kick_test>},
    {"ring.pop", alone<Component::ring_pop>},
    {"ring.push", alone<Component::ring_push>},
    {"ring.interrupt_test", alone<Component::ring_interrupt_test>},
    {"ring.reap", alone<Component::ring_reap>},
    {"program.driver", driver_program},
    {"program.device", device_program},
    {"copy.4096_bytes", copy_page},
    {"tick.cost", tick},
    {"wake.epoll.same_core.waker", part_of_wake<wake_on_same_core, &Wake::waker>},
    {"wake.epoll.same_core.wakee_after_waker", part_of_wake<wake_on_same_core, &Wake::wakee>},
    {"wake.epoll.same_core.wakee", part_of_wake<wake_on_same_core_preempting, &Wake::wakee>},
    {"wake.epoll.idle_other_core.waker", part_of_wake<wake_on_idle_other_core, &Wake::waker>},
    {"wake.epoll.idle_other_core.wakee", part_of_wake<wake_on_idle_other_core, &Wake::wakee>},
    {"wake.epoll.long_idle_other_core.waker", part_of_wake<wake_on_long_idle_other_core, &Wake::waker>},
    {"wake.epoll.long_idle_other_core.wakee", part_of_wake<wake_on_long_idle_other_core, &Wake::wakee>},
    {"wake.epoll.busy_other_core.waker", part_of_wake<wake_on_busy_other_core, &Wake::waker>},
    {"wake.epoll.busy_other_core.wakee", part_of_wake<wake_on_busy_other_core, &Wake::wakee>},
    {"kick.ioeventfd_pio", kick<KickPathKind::ioeventfd_pio>},
    {"kick.ioeventfd_mmio", kick<KickPathKind::ioeventfd_mmio>},
    {"kick.ioeventfd_mmio_wildcard", kick<KickPathKind::ioeventfd_mmio_wildcard>},
    {"kick.wake.same_core.thread", part_of_kick_wake<kick_on_same_core, &KickWake::thread>},
    {"kick.wake.same_core.back", part_of_kick_wake<kick_on_same_core, &KickWake::back>},
    {"kick.wake.idle_other_core.thread", part_of_kick_wake<kick_to_other_core, &KickWake::thread>},
    {"kick.wake.idle_other_core.guest", part_of_kick_wake<kick_to_other_core, &KickWake::guest>},
    {"exit.userspace_pio", kick<KickPathKind::userspace_pio>},
    {"exit.userspace_mmio", kick<KickPathKind::userspace_mmio>},
    {"interrupt.irqfd.guest_mode.sender", part_of_delivery<irqfd, Target::guest_mode, &Delivery::sender>},
    {"interrupt.irqfd.guest_mode.handler", part_of_delivery<irqfd, Target::guest_mode, &Delivery::handler>},
    {"interrupt.irqfd.guest_mode.seen", part_of_delivery<irqfd, Target::guest_mode, &Delivery::seen>},
    {"interrupt.irqfd.halt_polling.sender", part_of_delivery<irqfd, Target::halt_polling, &Delivery::sender>},
    {"interrupt.irqfd.halt_polling.handler",
     part_of_delivery<irqfd, Target::halt_polling, &Delivery::handler>},
    {"interrupt.irqfd.halt_polling.seen", part_of_delivery<irqfd, Target::halt_polling, &Delivery::seen>},
    {"interrupt.irqfd.blocked.sender", part_of_delivery<irqfd, Target::blocked, &Delivery::sender>},
    {"interrupt.irqfd.blocked.handler", part_of_delivery<irqfd, Target::blocked, &Delivery::handler>},
    {"interrupt.irqfd.blocked.seen", part_of_delivery<irqfd, Target::blocked, &Delivery::seen>},
    {"interrupt.irqfd.blocked.same_core.handler",
     part_of_delivery<irqfd, Target::blocked_same_core, &Delivery::handler>},
    {"interrupt.irqfd.blocked.same_core.seen",
     part_of_delivery<irqfd, Target::blocked_same_core, &Delivery::seen>},
    {"interrupt.irqfd.blocked.same_core.handler_after_sender",
     part_of_delivery<irqfd, Target::blocked_same_core_after, &Delivery::after_sender>},
    {"interrupt.ioctl.guest_mode.sender", part_of_delivery<ioctl, Target::guest_mode, &Delivery::sender>},
    {"interrupt.ioctl.halt_polling.sender", part_of_delivery<ioctl, Target::halt_polling, &Delivery::sender>},
    {"interrupt.ioctl.blocked.sender", part_of_delivery<ioctl, Target::blocked, &Delivery::sender>},
    {"interrupt.eoi", end_of_interrupt},
    {"halt.service", halt_service},
    {"halt.timer", timed_halt},
    // Phases of a trace (sim/tracefiles).
    {"trace.exit.to_kick.pio", traced<Scene::other_core, "exit.to_kick.pio">},
    {"trace.exit.to_kick.mmio", traced<Scene::other_core_mmio, "exit.to_kick.mmio">},
    {"trace.kick.to_waking", traced<Scene::other_core, "kick.to_waking">},
    {"trace.waking.to_entry", traced<Scene::other_core, "waking.to_entry">},
    {"trace.userspace_exit.to_entry", traced<Scene::synchronous, "userspace_exit.to_entry">},
    {"trace.server_waking.to_switch.same_core",
     traced<Scene::same_core, "server_waking.to_switch.same_core">},
    {"trace.server_waking.to_switch.idle_core",
     traced<Scene::other_core, "server_waking.to_switch.idle_core">},
    {"trace.server_waking.to_switch.busy_core",
     traced<Scene::busy_core, "server_waking.to_switch.busy_core">},
    {"trace.switch.to_interrupt", traced<Scene::other_core, "switch.to_interrupt">},
    {"trace.interrupt.to_eoi.running", traced<Scene::running, "interrupt.to_eoi.running">},
    {"trace.vcpu_waking.to_switch.idle_core", traced<Scene::blocked, "vcpu_waking.to_switch.idle_core">},
    {"trace.switch.to_vcpu_wakeup", traced<Scene::blocked, "switch.to_vcpu_wakeup">},
    {"trace.vcpu_wakeup.to_entry", traced<Scene::blocked, "vcpu_wakeup.to_entry">},
    {"trace.vcpu_wakeup.to_eoi", traced<Scene::blocked, "vcpu_wakeup.to_eoi">},
    {"trace.resume.to_entry", traced<Scene::same_core, "resume.to_entry">},
    {"trace.resume.to_eoi", traced<Scene::same_core, "resume.to_eoi">},
    // Tests of kvm-unit-tests' x86/vmexit.c.
    {"vmexit.vmcall", kernel_exit<vcpu::ExitKind::hypercall>},
    {"vmexit.inl_from_kernel", kernel_exit<vcpu::ExitKind::pio>},
    {"vmexit.outl_to_kernel", kernel_exit<vcpu::ExitKind::pio>},
    {"vmexit.wr_tsc_adjust_msr", kernel_exit<vcpu::ExitKind::msr>},
    {"vmexit.inl_from_qemu", kick<KickPathKind::userspace_pio>},
    {"vmexit.portio-no-eventfd:pci-io", kick<KickPathKind::userspace_pio>},
    {"vmexit.portio-wildcard-eventfd:pci-io", kick<KickPathKind::ioeventfd_pio>},
    {"vmexit.portio-datamatch-eventfd:pci-io", kick<KickPathKind::ioeventfd_pio>},
    {"vmexit.mmio-no-eventfd:pci-mem", kick<KickPathKind::userspace_mmio>},
    {"vmexit.mmio-wildcard-eventfd:pci-mem", kick<KickPathKind::ioeventfd_mmio_wildcard>},
    {"vmexit.mmio-datamatch-eventfd:pci-mem", kick<KickPathKind::ioeventfd_mmio>},
};

}  // namespace

std::span<const Bench> suite() { return benches; }

const Bench* find(std::string_view name) {
  const auto found = std::ranges::find(benches, name, &Bench::name);
  return found == std::end(benches) ? nullptr : found;
}

}  // namespace kickpath::microbench
