#pragma once
#include "vmm/clock_rates.hpp"
#include "vmm/kvm.hpp"

namespace kickpath::measure {

/// What the benchmarks of KVM share: its device, and how fast guests count and spin.
struct KvmHost {
  vmm::Kvm kvm;
  vmm::ClockRates rates = vmm::measure_clock_rates();
};

}  // namespace kickpath::measure
