#pragma once
#include "cost/component.hpp"
#include "host/host.hpp"

namespace kickpath::vcpu {

/// The contract of how a vcpu in guest mode on another core learns of an interrupt. In every other state of
/// the target all ways are alike.
class InterruptDelivery {
 public:
  virtual ~InterruptDelivery() = default;
  /// Tells the core where the target runs, at the expense of `sender`.
  virtual void notify(host::Host& host, host::Task& sender, CoreId core) const {
    host.send_ipi(sender, core, host::IpiReason::kick_guest);
  }
  /// From there to the exit, or, where there is none, to the handler's first instruction.
  virtual cost::Component latency() const = 0;
  /// Must the guest be left, and the interrupt injected by the next entry?
  virtual bool leaves_guest() const = 0;
};

}  // namespace kickpath::vcpu
