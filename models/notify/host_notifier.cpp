#include "notify/host_notifier.hpp"

namespace kickpath::notify {

using Outcome = HostNotifier::Outcome;

Outcome HostNotifier::handle(Event event, host::Task& by) {
  switch (event) {
    case Event::driver_ok:
      is_driver_ok_ = true;
      return assign();
    case Event::driver_clears_ok:
    case Event::reset:
      is_driver_ok_ = false;
      return deassign(by);
    case Event::vm_stops:
      is_running_ = false;
      return deassign(by);
    case Event::vm_runs:
      is_running_ = true;
      return assign();
    case Event::vhost_takes:
      return take_over();
    case Event::vhost_returns:
      return give_back(by);
  }
  return Outcome::invalid;
}

Outcome HostNotifier::assign() {
  if (state_ != State::deassigned || !is_driver_ok_ || !is_running_) return Outcome::stayed;
  // What few places there are is left to vhost (QEMU kvm_has_many_ioeventfds).
  if (!ways_.bus.has_many_places() || !register_doorbell()) return Outcome::refused;
  state_ = State::assigned;
  return Outcome::moved;
}

// No kick is lost: new ones go to userspace from here on, and an earlier one that nobody has seen yet gets
// one last handler call.
Outcome HostNotifier::deassign(host::Task& by) {
  if (state_ != State::assigned) return Outcome::stayed;
  leave_bus();
  drain_pending(by);
  return Outcome::moved;
}

// vhost may have an ioeventfd even on a small bus: that is what the six places were for.
Outcome HostNotifier::take_over() {
  if (state_ == State::offlimits) return Outcome::invalid;
  if (state_ == State::deassigned && !register_doorbell()) return Outcome::refused;
  state_ = State::offlimits;
  return Outcome::moved;
}

// Where it cannot be assigned again, what vhost has not seen gets its last call too.
Outcome HostNotifier::give_back(host::Task& by) {
  if (state_ != State::offlimits) return Outcome::invalid;
  leave_bus();
  if (assign() != Outcome::moved) drain_pending(by);
  return Outcome::moved;
}

bool HostNotifier::register_doorbell() {
  const auto& doorbell = ways_.doorbell;
  return doorbell &&
         ways_.bus.assign(doorbell->bus, doorbell->match, ways_.event) == IoBus::Outcome::assigned;
}

void HostNotifier::leave_bus() {
  static_cast<void>(ways_.bus.deassign(ways_.doorbell->bus, ways_.doorbell->match, ways_.event));
  state_ = State::deassigned;
}

// QEMU hw/virtio/virtio-bus.c virtio_bus_cleanup_host_notifier: test and clear, then the handler.
void HostNotifier::drain_pending(host::Task& by) {
  if (!ways_.event.is_signalled()) return;
  static_cast<void>(ways_.event.read(by));
  ways_.drain(by);
}

std::string_view name_of(HostNotifier::State state) {
  switch (state) {
    case HostNotifier::State::deassigned:
      return "deassigned";
    case HostNotifier::State::assigned:
      return "assigned";
    case HostNotifier::State::offlimits:
      return "offlimits";
  }
  return "?";
}

}  // namespace kickpath::notify
