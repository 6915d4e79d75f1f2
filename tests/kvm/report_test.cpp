#include <string>

#include <catch2/catch.hpp>

#include "real_machine.hpp"
#include "vmm/guest_control.hpp"
#include "vmm/guest_image.hpp"
#include "vmm/vcpu_loop.hpp"
#include "vmm/vm_descriptor.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

/// A guest of which a test breaks a part before its vcpu runs.
struct BrokenGuest {
  vm::VmSpec spec = one_ring();
  vmm::GuestPlan plan = vmm::plan_guest(spec);
  vmm::GuestRam ram{plan.memory_bytes};
  vmm::FileDescriptor vm = vmm::create_vm(kvm_here(), ram, plan, 0_us);

  BrokenGuest() {
    vmm::write_boot_tables(ram, plan, {});
    vmm::write_controls(ram, plan, spec, rates_here(), 1);
  }
  std::uint8_t& code(std::uint64_t offset) {
    return ram.at<std::uint8_t>(vmm::guest_header().entry + offset);
  }

  /// What running it says.
  std::string report() {
    vmm::Vcpu vcpu(kvm_here(), vm.get(), plan.vcpus[0], 0);
    vmm::VcpuLoop loop("broken", vcpu, ram, [](std::uint32_t) {});
    try {
      loop.run();
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }
};

}  // namespace

TEST_CASE("A guest exception is reported with its vector, its place and the registers") {
  BrokenGuest guest;
  guest.code(0) = 0x0f;  // ud2
  guest.code(1) = 0x0b;
  CHECK_THAT(guest.report(), Catch::Contains("VM broken vcpu 0: guest exception #UD (vector 6") &&
                                 Catch::Contains("rip") && Catch::Contains("rsp"));
}

TEST_CASE("A page fault tells the address") {
  BrokenGuest guest;
  // mov 0x70000000, %eax: nothing is mapped there
  const std::uint8_t load[] = {0x8b, 0x04, 0x25, 0x00, 0x00, 0x00, 0x70};
  for (std::size_t i = 0; i < sizeof load; ++i) guest.code(i) = load[i];
  CHECK_THAT(guest.report(), Catch::Contains("#PF (vector 14") && Catch::Contains("cr2 0x70000000"));
}

TEST_CASE("A write to a word that is no door stops the VM with its exit reason") {
  BrokenGuest guest;
  // mov $0xe0000000, %ebx; mov %eax, (%rbx)
  const std::uint8_t store[] = {0xbb, 0x00, 0x00, 0x00, 0xe0, 0x89, 0x03};
  for (std::size_t i = 0; i < sizeof store; ++i) guest.code(i) = store[i];
  CHECK_THAT(guest.report(),
             Catch::Contains("stopped unexpectedly: KVM_EXIT_MMIO (write of 4 bytes at 0xe0000000)"));
}

TEST_CASE("A privileged instruction in ring 3 is a general protection fault") {
  BrokenGuest guest;
  guest.code(0) = 0xf4;  // hlt
  CHECK_THAT(guest.report(), Catch::Contains("#GP (vector 13"));
}
