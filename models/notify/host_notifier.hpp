#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "notify/event_fd.hpp"
#include "notify/io_bus.hpp"
#include "notify/kick_path.hpp"

/// The host notifier of one virtqueue: whether its kicks go through an ioeventfd or to userspace (QEMU's
/// virtio-pci since 2010; the table of transitions is in the README).
namespace kickpath::notify {

class HostNotifier {
 public:
  enum class State : std::uint8_t {
    deassigned,  ///< kicks are synchronous
    assigned,    ///< ioeventfd, handled by the device model
    offlimits    ///< ioeventfd, owned by vhost: the device model keeps its hands off
  };
  enum class Event : std::uint8_t {
    driver_ok,
    vhost_takes,
    vhost_returns,
    reset,
    driver_clears_ok,
    vm_stops,
    vm_runs
  };
  enum class Outcome : std::uint8_t {
    moved,
    stayed,   ///< the event means nothing in this state
    refused,  ///< by the I/O bus: no place, or somebody else's doorbell; nothing has changed
    invalid   ///< the event cannot happen in this state
  };

  struct Ways {
    IoBus& bus;
    std::optional<Doorbell> doorbell;  ///< where the guest's writes go; none: the device wants no ioeventfd
    EventFd& event;
    KickPath& ioeventfd;
    KickPath& userspace;
    /// Serves what an ioeventfd had still pending when it went away, on the fiber of whoever changed the
    /// state.
    std::function<void(host::Task&)> drain;
  };

  explicit HostNotifier(Ways ways) : ways_(std::move(ways)) {}

  State state() const { return state_; }
  bool is_driver_ok() const { return is_driver_ok_; }

  /// `by`: the thread that brings the event about.
  Outcome handle(Event event, host::Task& by);

  /// A kick during a transition goes by the state that holds then, and what an ioeventfd has counted is
  /// served before it goes away.
  void kick(vcpu::Vcpu& vcpu) { way().kick(vcpu); }
  /// False where the server polls and is never told.
  bool kicks_leave_guest() const { return way().leaves_guest(); }

 private:
  KickPath& way() const { return state_ == State::deassigned ? ways_.userspace : ways_.ioeventfd; }
  Outcome assign();
  Outcome deassign(host::Task& by);
  Outcome take_over();
  Outcome give_back(host::Task& by);
  bool register_doorbell();
  void leave_bus();
  void drain_pending(host::Task& by);

  Ways ways_;
  bool is_driver_ok_ = false;
  bool is_running_ = true;
  State state_ = State::deassigned;
};

std::string_view name_of(HostNotifier::State state);

}  // namespace kickpath::notify
