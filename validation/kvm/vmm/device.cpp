#include "vmm/device.hpp"

#include <algorithm>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "protocol/address_map.hpp"
#include "vmm/doors.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

using notify::InterruptPathKind;
using notify::KickPathKind;

Device::Device(DeviceParts parts)
    : parts_(std::move(parts)), backend_(make_backend(parts_.spec.backend, parts_.spin, parts_.seed)),
      timer_(checked(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create")) {
  for (const QueuePlan& queue : parts_.queues) {
    kicks_.emplace_back(checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"));
    register_kick(queue, kicks_.back().get());
    interrupts_.push_back(std::make_unique<InterruptLine>(parts_.vm, interrupt_kind(), gsi_of(queue.door),
                                                          queue.vcpu, queue.vector));
    queues_.push_back(std::make_unique<ServedQueue>(parts_.memory, queue, parts_.spec.queue.suppression,
                                                    *backend_, *interrupts_.back(), parts_.clock));
  }
}

// What a vcpu thread serves inline is done before the guest runs on, and needs no interrupt.
InterruptPathKind Device::interrupt_kind() const {
  return is_served_by_vcpu() && !is_asynchronous(parts_.spec.backend) ? InterruptPathKind::none
                                                                      : parts_.spec.interrupt;
}

// Each queue has an address of its own, so no data is matched.
void Device::register_kick(const QueuePlan& queue, int eventfd) const {
  const KickPathKind kick = parts_.spec.kick;
  if (kick == KickPathKind::none || notify::returns_to_userspace(kick)) return;
  kvm_ioeventfd request{};
  request.fd = eventfd;
  request.addr = kick_address(kick, queue.door);
  request.len = kick == KickPathKind::ioeventfd_mmio_wildcard ? 0 : protocol::kick_stride;
  request.flags = kick == KickPathKind::ioeventfd_pio ? KVM_IOEVENTFD_FLAG_PIO : 0;
  checked(ioctl(parts_.vm, KVM_IOEVENTFD, &request), "KVM_IOEVENTFD");
}

void Device::attach(EventLoop& loop) {
  loop.watch(timer_.get(), [this] { reap_finished(); });
  if (!has_iothread()) return;
  for (std::size_t i = 0; i < queues_.size(); ++i) {
    loop.watch(kicks_[i].get(), [this, &queue = *queues_[i]] { drain(queue); });
    loop.add(queue_source(*queues_[i]));
  }
  loop.add(backend_source());
}

PollSource Device::queue_source(ServedQueue& queue) {
  return {[&queue] { queue.stop_kicks(); }, [&queue] { return queue.has_pending(); },
          [this, &queue] { drain(queue); }, [&queue] { return queue.resume_kicks(); }};
}

PollSource Device::backend_source() {
  return {[this] { is_polled_ = true; }, [this] { return has_finished(); }, [this] { reap_finished(); },
          [this] {
            is_polled_ = false;
            arm_timer();
            return false;
          }};
}

void Device::handle_kick(std::uint32_t id) {
  if (!parts_.is_bare_doorbell) return drain(*queues_[id]);
  const std::uint64_t one = 1;
  checked(write(kicks_[id].get(), &one, sizeof one), "write to an eventfd");
}

void Device::drain(ServedQueue& queue) {
  queue.drain();
  arm_timer();
}

void Device::reap_finished() {
  armed_for_.reset();
  const std::uint32_t first = parts_.queues.front().door;
  while (const auto tag = backend_->take_finished(parts_.clock.now()))
    queues_[(*tag >> 32) - first]->finish(static_cast<std::uint32_t>(*tag));
  for (const auto& queue : queues_) queue->interrupt_for_finished();
  arm_timer();
}

bool Device::has_finished() const {
  const auto next = backend_->next_event();
  return next && *next <= parts_.clock.now();
}

void Device::arm_timer() {
  const auto next = backend_->next_event();
  if (!next || is_polled_ || (armed_for_ && *armed_for_ <= *next)) return;
  armed_for_ = next;
  const auto left = std::max<std::int64_t>(1, (*next - parts_.clock.now()).count() / 1000);  // ns
  itimerspec setting{};
  setting.it_value = {left / 1'000'000'000, left % 1'000'000'000};
  checked(timerfd_settime(timer_.get(), 0, &setting, nullptr), "timerfd_settime");
}

std::uint64_t Device::interrupts() const {
  std::uint64_t sum = 0;
  for (const auto& queue : queues_) sum += queue->interrupts();
  return sum;
}

}  // namespace kickpath::vmm
