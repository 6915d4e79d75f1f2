#include <algorithm>

#include "microbench/bench.hpp"
#include "microbench/calls.hpp"
#include "microbench/guest_events.hpp"
#include "microbench/interrupts.hpp"
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
    {"copy.4096_bytes", copy_page},
    {"tick.cost", tick},
    {"wake.epoll.same_core.waker", part_of_wake<wake_on_same_core, &Wake::waker>},
    {"wake.epoll.same_core.wakee_after_waker", part_of_wake<wake_on_same_core, &Wake::wakee>},
    {"wake.epoll.same_core.wakee", part_of_wake<wake_on_same_core_preempting, &Wake::wakee>},
    {"wake.epoll.idle_other_core.waker", part_of_wake<wake_on_idle_other_core, &Wake::waker>},
    {"wake.epoll.idle_other_core.wakee", part_of_wake<wake_on_idle_other_core, &Wake::wakee>},
    {"wake.epoll.busy_other_core.waker", part_of_wake<wake_on_busy_other_core, &Wake::waker>},
    {"wake.epoll.busy_other_core.wakee", part_of_wake<wake_on_busy_other_core, &Wake::wakee>},
    {"kick.ioeventfd_pio", kick<KickPathKind::ioeventfd_pio>},
    {"kick.ioeventfd_mmio", kick<KickPathKind::ioeventfd_mmio>},
    {"kick.ioeventfd_mmio_wildcard", kick<KickPathKind::ioeventfd_mmio_wildcard>},
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
    {"interrupt.ioctl.guest_mode.sender", part_of_delivery<ioctl, Target::guest_mode, &Delivery::sender>},
    {"interrupt.ioctl.halt_polling.sender", part_of_delivery<ioctl, Target::halt_polling, &Delivery::sender>},
    {"interrupt.ioctl.blocked.sender", part_of_delivery<ioctl, Target::blocked, &Delivery::sender>},
    {"interrupt.eoi", end_of_interrupt},
    {"halt.timer", timed_halt},
};

}  // namespace

std::span<const Bench> suite() { return benches; }

const Bench* find(std::string_view name) {
  const auto found = std::ranges::find(benches, name, &Bench::name);
  return found == std::end(benches) ? nullptr : found;
}

}  // namespace kickpath::microbench
