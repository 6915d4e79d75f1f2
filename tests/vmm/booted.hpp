#pragma once
#include "small_vm.hpp"
#include "vmm/boot.hpp"

namespace kickpath::testing {

/// A guest's memory with everything that the processor looks at, and the registers of one of its vcpus.
struct Booted {
  explicit Booted(const vm::VmSpec& spec = vm_of(3, 3), vmm::StubChoice stubs = {})
      : plan(vmm::plan_guest(spec)), ram(plan.memory_bytes) {
    vmm::write_boot_tables(ram, plan, stubs);
  }
  Booted(const Booted&) = delete;
  Booted& operator=(const Booted&) = delete;

  kvm_sregs registers(std::uint32_t vcpu = 0) const {
    kvm_sregs registers{};
    vmm::set_system_registers(registers, plan.vcpus[vcpu], vcpu);
    return registers;
  }

  vmm::GuestPlan plan;
  vmm::GuestRam ram;
};

}  // namespace kickpath::testing
