#pragma once
#include "vcpu/end_of_interrupt.hpp"

namespace kickpath::vcpu {

/// Every EOI exits, and KVM emulates it.
class EoiExit final : public EndOfInterrupt {
 public:
  bool leaves_guest(const Ended&) const override { return true; }
};

}  // namespace kickpath::vcpu
