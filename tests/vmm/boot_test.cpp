#include "vmm/boot.hpp"

#include <algorithm>
#include <cstring>

#include <catch2/catch.hpp>

#include "booted.hpp"
#include "protocol/address_map.hpp"
#include "vmm/guest_image.hpp"

using namespace kickpath;
using namespace kickpath::protocol;
using namespace kickpath::testing;

namespace {

std::uint32_t lapic_register(const kvm_lapic_state& state, std::size_t offset) {
  std::uint32_t value = 0;
  std::memcpy(&value, state.regs + offset, sizeof value);
  return value;
}

}  // namespace

TEST_CASE("The payload lies at its address, as it was embedded") {
  const Booted booted;
  const auto there = booted.ram.span<std::byte>(image, vmm::guest_image().size());
  CHECK(std::equal(there.begin(), there.end(), vmm::guest_image().begin()));
}

TEST_CASE("The processor begins in long mode") {
  const kvm_sregs registers = Booted().registers();
  CHECK((registers.cr0 & 0x80000001) == 0x80000001);  // PG, PE
  CHECK((registers.cr4 & 0x20) == 0x20);              // PAE
  CHECK((registers.efer & 0x500) == 0x500);           // LME, LMA
  CHECK(registers.cr3 == page_tables);
}

TEST_CASE("A vcpu begins at the payload's entry, on its stack, with its control block and interrupts on") {
  const Booted booted;
  for (const vmm::VcpuPlan& vcpu : booted.plan.vcpus) {
    const kvm_regs registers = vmm::initial_registers(vcpu);
    CHECK(registers.rip == vmm::guest_header().entry);
    CHECK(registers.rsp == vcpu.ring3_stack);
    CHECK(registers.rsp % 16 == 0);  // before `call guest_main`: System V ABI 3.2.2
    CHECK(registers.rdi == vcpu.control);
    CHECK((registers.rflags & 0x202) == 0x202);    // IF, and the bit that is always 1
    CHECK((registers.rflags & 0x3000) == 0x3000);  // IOPL 3
  }
}

TEST_CASE("GS leads to the vcpu's own control block") {
  const Booted booted;
  for (std::uint32_t v = 0; v < 3; ++v) CHECK(booted.registers(v).gs.base == booted.plan.vcpus[v].control);
}

TEST_CASE("Every vcpu's LAPIC is on, at its address; the first is the bootstrap processor") {
  const Booted booted;
  CHECK(booted.registers(0).apic_base == (lapic | 0x800 | 0x100));
  CHECK(booted.registers(1).apic_base == (lapic | 0x800));
  CHECK(booted.registers(2).apic_base == (lapic | 0x800));
}

TEST_CASE("The LAPIC takes every vector, and its timer works by deadlines") {
  kvm_lapic_state state{};
  std::memset(state.regs, 0xff, sizeof state.regs);
  vmm::set_lapic(state);
  CHECK(lapic_register(state, 0x80) == 0);               // task priority
  CHECK(lapic_register(state, 0xf0) == (0x100 | 0xff));  // software-enabled; the spurious vector
  CHECK(lapic_register(state, 0x320) == (2u << 17 | 0x30));
  CHECK(lapic_register(state, 0x20) == 0xffffffff);  // the rest is KVM's
}
