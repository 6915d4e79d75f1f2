#pragma once
#include "vcpu/interrupt_delivery.hpp"

namespace kickpath::vcpu {

/// Without a virtualised APIC: an IPI that does nothing but force an exit (Linux virt/kvm/kvm_main.c,
/// kvm_vcpu_kick).
class KickedExit final : public InterruptDelivery {
 public:
  cost::Component latency() const override { return cost::Component::irq_kick_guest; }
  bool leaves_guest() const override { return true; }
};

}  // namespace kickpath::vcpu
