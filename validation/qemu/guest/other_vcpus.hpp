#pragma once
#include "protocol/control_block.hpp"
#include "qemu_guest/ports.hpp"
#include "qemu_protocol/boot_block.hpp"

extern "C" const unsigned char trampoline[];
extern "C" const unsigned char trampoline_end[];

namespace kickpath::qemu_guest {

/// INIT and start-up IPI (Intel SDM vol. 3 8.4.4.1), without its delays: KVM keeps both in order.
inline void start_vcpu(std::uint32_t apic_id) {
  constexpr std::uint64_t command_low = protocol::lapic + 0x300;
  constexpr std::uint64_t command_high = protocol::lapic + 0x310;
  constexpr std::uint32_t init = 0x4500;
  constexpr std::uint32_t start_up = 0x4600;
  write_mmio(command_high, apic_id << 24);
  write_mmio(command_low, init);
  write_mmio(command_high, apic_id << 24);
  write_mmio(command_low, start_up | static_cast<std::uint32_t>(qemu_protocol::trampoline / protocol::page));
}

/// All that have a program; the others stay as firmware has left them, halted.
inline void start_other_vcpus(const qemu_protocol::BootBlock& block) {
  auto* to = reinterpret_cast<volatile unsigned char*>(qemu_protocol::trampoline);
  for (const unsigned char* from = trampoline; from != trampoline_end; ++from) *to++ = *from;
  const auto* entries = reinterpret_cast<const qemu_protocol::Entry*>(block.entries);
  for (std::uint32_t v = 1; v < block.vcpus; ++v) {
    const auto& control = *reinterpret_cast<const protocol::VcpuControl*>(entries[v].control);
    if (control.plan.kind != protocol::ProgramKind::idle) start_vcpu(v);
  }
}

}  // namespace kickpath::qemu_guest
