#pragma once
#include "vcpu/interrupt_delivery.hpp"

namespace kickpath::vcpu {

/// AMD's AVIC: the sender writes the target core's number into the doorbell register, and the target's
/// processor looks at the backing page without leaving the guest (Linux arch/x86/kvm/svm/avic.c,
/// avic_ring_doorbell). No IPI.
class AvicDoorbell final : public InterruptDelivery {
 public:
  void notify(host::Host& host, host::Task& sender, CoreId) const override {
    sender.kernel(host.cost(cost::Component::irq_avic_doorbell));
  }
  cost::Component latency() const override { return cost::Component::irq_posted; }
  bool leaves_guest() const override { return false; }
};

}  // namespace kickpath::vcpu
