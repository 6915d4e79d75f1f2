#pragma once
#include "support/profile.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::testing {

/// One VM with one vcpu and one doorbell queue on a host of two cores, first come first served. The queue has
/// four entries: its descriptors, available and used ring then lie in one cache line each, which makes
/// transfers countable. Depth 1, no halt polling, both threads pinned: vcpu to core 0, iothread to core 1.
inline vm::MachineSpec one_vm() {
  vm::MachineSpec machine;
  machine.host.cores = 2;
  machine.host.scheduler.policy = "fifo";
  vm::VmSpec vm;
  vm.vcpu.halt_poll.max = Duration::zero();
  vm.devices.emplace_back();
  vm.devices[0].queue.size = 4;
  vm.placement.vcpus = vm::PlacementSpec::Vcpus::spread;
  vm.placement.servers = vm::PlacementSpec::Servers::other_core;
  machine.vms.push_back(vm);
  return machine;
}

/// The same, where the vcpu thread serves the queue itself.
inline vm::MachineSpec one_synchronous_vm() {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].kick = notify::KickPathKind::userspace_pio;
  machine.vms[0].devices[0].server.kind = server::ServerKind::vcpu;
  return machine;
}

/// The doorbell of 2009: nobody listens, the guest rings and goes on.
inline vm::MachineSpec doorbell(notify::KickPathKind kick) {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].kick = kick;
  machine.vms[0].devices[0].server.kind =
      notify::returns_to_userspace(kick) ? server::ServerKind::vcpu : server::ServerKind::none;
  machine.vms[0].workload.completion = workload::Completion::none;
  return machine;
}

}  // namespace kickpath::testing
