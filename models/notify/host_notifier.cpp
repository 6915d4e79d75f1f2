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
      return give_back();
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
  if (ways_.event.is_signalled()) ways_.drain(by);
  return Outcome::moved;
}

// vhost may have an ioeventfd even on a small bus: that is what the six places were for.
Outcome HostNotifier::take_over() {
  if (state_ == State::offlimits) return Outcome::invalid;
  state_ = State::offlimits;
  return Outcome::moved;
}

Outcome HostNotifier::give_back() {
  if (state_ != State::offlimits) return Outcome::invalid;
  state_ = State::deassigned;
  const Outcome outcome = assign();
  return outcome == Outcome::stayed ? Outcome::moved : outcome;
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
