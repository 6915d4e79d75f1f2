#pragma once
#include "vcpu/end_of_interrupt.hpp"

namespace kickpath::vcpu {

/// A bit in shared memory says whether the guest may end this interrupt by clearing it. KVM sets it at
/// injection unless something else is pending or the line is level-triggered, and withdraws it when something
/// comes (Linux arch/x86/kvm/lapic.c, apic_sync_pv_eoi_to_guest and _from_guest; 3.6).
class PvEoi final : public EndOfInterrupt {
 public:
  bool leaves_guest(const Ended& ended) const override { return ended.is_level || ended.has_more; }
};

}  // namespace kickpath::vcpu
