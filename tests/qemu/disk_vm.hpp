#pragma once
#include "vm/machine_spec.hpp"
#include "vmm/refusal.hpp"

/// Small VMs of QEMU to begin from.
namespace kickpath::testing {

using namespace literals;

inline device::DeviceSpec disk(const std::string& name = "disk") {
  device::DeviceSpec spec;
  spec.name = name;
  spec.kind = device::DeviceKind::blk;
  spec.kick = notify::KickPathKind::ioeventfd_mmio;
  return spec;
}

/// One disk with an iothread, in a closed loop.
inline vm::VmSpec disk_vm() {
  vm::VmSpec spec;
  spec.devices = {disk()};
  spec.workload.device = "disk";
  return spec;
}

inline vm::MachineSpec machine_of(vm::VmSpec group) {
  vm::MachineSpec machine;
  machine.host.cores = 2;
  machine.vms.push_back(std::move(group));
  return machine;
}

/// A host of 2 cores that has everything.
inline vmm::Limits everything() {
  vmm::Limits limits;
  limits.cpus = {0, 1};
  limits.scheduler = hostfacts::SchedulerFact{"eevdf", "6.12"};
  limits.hz = 250;
  limits.max_vcpus = 1024;
  limits.has_ioeventfd = limits.has_wildcard_ioeventfd = limits.has_irqfd = limits.has_signal_msi = true;
  limits.has_halt_poll = limits.has_deadline_timer = true;
  limits.has_apicv = true;
  return limits;
}

}  // namespace kickpath::testing
