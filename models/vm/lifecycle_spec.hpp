#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// What happens to a VM from outside while it runs.
namespace kickpath::vm {

enum class LifecycleEvent : std::uint8_t {
  vm_stops,       ///< vcpus leave the guest, ioeventfds go away, what is in flight is completed
  vm_runs,        ///< all of it comes back
  migrates,       ///< away and back: stops, stands still for `downtime`, runs again
  needs_reset,    ///< DEVICE_NEEDS_RESET: the driver resets its device and begins anew
  vhost_takes,    ///< the host notifiers are vhost's
  vhost_returns,  ///< and the device model's again
  bus_fails,      ///< the I/O bus refuses every ioeventfd from now on (ENOSPC)
  bus_recovers,
  masks,  ///< the guest masks the vectors of its queues (its exits for that are not charged)
  unmasks
};

struct LifecycleStep {
  Duration at{};  ///< from the beginning of the run; a step waits for the one before it
  LifecycleEvent event = LifecycleEvent::vm_stops;
  Duration downtime{};  ///< migrates
};

}  // namespace kickpath::vm
