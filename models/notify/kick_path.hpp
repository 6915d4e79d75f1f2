#pragma once
#include "vcpu/vcpu.hpp"

namespace kickpath::notify {

/// The contract of a way to tell the host. `kick` runs on the fiber of the vcpu that writes the doorbell, in
/// guest mode, and returns there when the guest goes on. It owns the exit; what the signal starts elsewhere
/// goes its own way.
class KickPath {
 public:
  virtual ~KickPath() = default;
  virtual void kick(vcpu::Vcpu& vcpu) = 0;
  /// Does a kick leave the guest at all?
  virtual bool leaves_guest() const { return true; }
};

}  // namespace kickpath::notify
