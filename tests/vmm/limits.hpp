#pragma once
#include "small_vm.hpp"
#include "vmm/refusal.hpp"

namespace kickpath::testing {

/// A host of 4 cores that has everything.
inline vmm::Limits everything() {
  vmm::Limits limits;
  limits.cpus = {0, 1, 2, 3};
  limits.scheduler = hostfacts::SchedulerFact{"eevdf", "6.12"};
  limits.hz = 250;
  limits.max_vcpus = 1024;
  limits.has_ioeventfd = limits.has_wildcard_ioeventfd = limits.has_irqfd = limits.has_signal_msi = true;
  limits.has_halt_poll = limits.has_deadline_timer = true;
  limits.has_apicv = true;
  return limits;
}

inline vm::MachineSpec machine_of(vm::VmSpec group, std::uint32_t cores = 4) {
  vm::MachineSpec machine;
  machine.host.cores = cores;
  machine.vms.push_back(std::move(group));
  return machine;
}

}  // namespace kickpath::testing
