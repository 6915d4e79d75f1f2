#pragma once
#include <memory>

#include "vcpu/end_of_interrupt.hpp"
#include "vcpu/interrupt_delivery.hpp"
#include "vcpu/vcpu_spec.hpp"

/// What a VM's APIC can -> the makers.
namespace kickpath::vcpu {

std::unique_ptr<InterruptDelivery> make_delivery(const VcpuSpec& spec);
std::unique_ptr<EndOfInterrupt> make_end_of_interrupt(const VcpuSpec& spec);

}  // namespace kickpath::vcpu
