#pragma once
#include "vcpu/interrupt_delivery.hpp"

namespace kickpath::vcpu {

/// Intel's posted interrupts: an IPI with the notification vector, which the processor takes without leaving
/// the guest (Linux arch/x86/kvm/vmx/vmx.c, vmx_deliver_posted_interrupt).
class PostedInterrupt final : public InterruptDelivery {
 public:
  cost::Component latency() const override { return cost::Component::irq_posted; }
  bool leaves_guest() const override { return false; }
};

}  // namespace kickpath::vcpu
