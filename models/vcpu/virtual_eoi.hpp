#pragma once
#include "vcpu/end_of_interrupt.hpp"

namespace kickpath::vcpu {

/// The processor ends edge-triggered interrupts by itself (APICv, AVIC); the IOAPIC's vectors still exit
/// (Intel SDM 30.1.4, EOI-exit bitmap; Linux arch/x86/kvm/ioapic.c, kvm_ioapic_scan_entry).
class VirtualEoi final : public EndOfInterrupt {
 public:
  bool leaves_guest(const Ended& ended) const override { return ended.is_level; }
};

}  // namespace kickpath::vcpu
