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
  if (!has_many_ioeventfds_) return Outcome::refused;
  state_ = State::assigned;
  return Outcome::moved;
}

// No kick is lost: new ones go to userspace from here on, and an earlier one that nobody has seen yet gets
// one last handler call.
Outcome HostNotifier::deassign(host::Task& by) {
  if (state_ != State::assigned) return Outcome::stayed;
  state_ = State::deassigned;
  drain_pending(by);
  return Outcome::moved;
}

// vhost may have an ioeventfd even on a small bus: that is what the six places were for.
Outcome HostNotifier::take_over() {
  if (state_ == State::offlimits) return Outcome::invalid;
  state_ = State::offlimits;
  return Outcome::moved;
}

// Where it cannot be assigned again, what vhost has not seen gets its last call too.
Outcome HostNotifier::give_back(host::Task& by) {
  if (state_ != State::offlimits) return Outcome::invalid;
  state_ = State::deassigned;
  if (assign() != Outcome::moved) drain_pending(by);
  return Outcome::moved;
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
