#include "vm/guest_world.hpp"

#include <algorithm>
#include <utility>

#include "engine/error.hpp"

namespace kickpath::vm {

using cost::Component;
using program::RingOperation;

static_assert(program::GuestWorld<GuestWorld>);

namespace {

Component component_of(RingOperation operation) {
  switch (operation) {
    case RingOperation::post:
      return Component::ring_post;
    case RingOperation::reap:
      return Component::ring_reap;
    default:
      return Component::ring_kick_test;
  }
}

}  // namespace

GuestWorld::GuestWorld(VmIndex vm, host::Host& host, vcpu::Vcpu& vcpu, Probes& probes,
                       engine::RandomStream stream)
    : vm_(vm), host_(host), vcpu_(vcpu), probes_(probes), stream_(std::move(stream)), toucher_{&vcpu.task()} {
  vcpu.on_interrupt([this](vcpu::Vector vector) { handle(vector); });
}

void GuestWorld::handle(vcpu::Vector vector) {
  if (kernel_ != nullptr && kernel_->handle(vector, number_)) return;
  was_interrupted_ |= vector != vcpu::timer_vector;
}

const GuestWorld::Door& GuestWorld::door(QueueId queue) const {
  return *std::find_if(doors_.begin(), doors_.end(), [&](const Door& d) { return d.id == queue; });
}

// What the previous operation did is visible from here on, and the lines that it moved are paid for.
void GuestWorld::settle() {
  if (notify::Poller* poller = std::exchange(posted_to_, nullptr)) poller->nudge();
  if (toucher_.owes()) vcpu_.compute(memory::take_bill(host_, vcpu_.task(), toucher_));
}

void GuestWorld::about_to(RingOperation operation, QueueId queue) {
  settle();
  Duration cost = host_.cost(component_of(operation));
  if (operation == RingOperation::post) cost += host_.cost(Component::guest_request);
  vcpu_.compute(cost);
  if (operation == RingOperation::post) {
    posted_to_ = door(queue).poller;
    probes_.posted(vm_, queue);
  } else if (operation == RingOperation::reap) {
    probes_.reaped(vm_, queue);
  }
}

void GuestWorld::kick(QueueId queue) {
  settle();
  notify::HostNotifier& notifier = *door(queue).notifier;
  if (notifier.kicks_leave_guest()) probes_.kick(vm_, queue);
  notifier.kick(vcpu_);
}

void GuestWorld::wait_for_interrupt() {
  settle();
  if (!was_interrupted_ && !is_stopping_) vcpu_.halt();
}

void GuestWorld::wait_for_interrupt_until(Instant date) {
  settle();
  if (was_interrupted_ || date <= now()) return;
  vcpu_.arm_timer(date);
  while (!was_interrupted_ && !is_stopping_ && now() < date) vcpu_.halt();
}

void GuestWorld::wait_for_used_until(Instant date) {
  const auto may_stop = [&] {
    settle();
    return has_used_() || is_stopping_ || now() >= date;
  };
  vcpu_.spin_until(may_stop, date);
}

// A profile in which every step of a path is free would let the guest go round for ever at one instant.
void GuestWorld::completed(QueueId, Duration latency, std::uint32_t bytes) {
  constexpr std::uint32_t too_many = 1'000'000;
  if (std::exchange(completed_at_, now()) != now()) completed_at_once_ = 0;
  engine::check_invariant(
      ++completed_at_once_ < too_many,
      "a million requests at one instant: in this profile every step of their path is free");
  probes_.completed(vm_, latency, bytes);
}

void GuestWorld::ring_is_broken(QueueId) {
  engine::check_invariant(false, "the device broke the ring's rules");
}

}  // namespace kickpath::vm
