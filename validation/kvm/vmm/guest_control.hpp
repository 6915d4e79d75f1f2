#pragma once
#include "vm/vm_spec.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/guest_plan.hpp"
#include "vmm/guest_ram.hpp"

namespace kickpath::vmm {

/// Writes the control block of each vcpu, its queue table, and the laws that its program draws from.
void write_controls(const GuestRam& ram, const GuestPlan& plan, const vm::VmSpec& spec,
                    const ClockRates& rates, std::uint64_t seed);

}  // namespace kickpath::vmm
