#include "vcpu/apic_catalogue.hpp"

#include "vcpu/avic_doorbell.hpp"
#include "vcpu/eoi_exit.hpp"
#include "vcpu/kicked_exit.hpp"
#include "vcpu/posted_interrupt.hpp"
#include "vcpu/pv_eoi.hpp"
#include "vcpu/virtual_eoi.hpp"

namespace kickpath::vcpu {

std::unique_ptr<InterruptDelivery> make_delivery(const VcpuSpec& spec) {
  if (spec.apicv) return std::make_unique<PostedInterrupt>();
  if (spec.avic) return std::make_unique<AvicDoorbell>();
  return std::make_unique<KickedExit>();
}

std::unique_ptr<EndOfInterrupt> make_end_of_interrupt(const VcpuSpec& spec) {
  if (spec.apicv || spec.avic) return std::make_unique<VirtualEoi>();
  if (spec.pv_eoi) return std::make_unique<PvEoi>();
  return std::make_unique<EoiExit>();
}

}  // namespace kickpath::vcpu
