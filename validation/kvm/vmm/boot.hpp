#pragma once
#include <cstdint>

#include "protocol/image_header.hpp"
#include "vmm/guest_plan.hpp"
#include "vmm/guest_ram.hpp"
#include "vmm/kvm_api.hpp"

/// The state in which the payload begins: long mode, ring 3, everything mapped, interrupts on. No firmware
/// and no boot code of its own, whose instructions KVM may have to emulate.
namespace kickpath::vmm {

/// Which ring-0 stubs the guest's interrupt table leads to.
struct StubChoice {
  bool has_deadlines = false;  ///< halts with the deadline timer armed
  bool notes_time = false;     ///< the interrupt handler reads the counter: dearer, for measurements
  bool mends_halts = false;    ///< for an emulator that forgets the shadow of STI (emulator.hpp)
};

/// Page tables, segment and interrupt tables, a TSS for each vcpu; for a payload with this header.
void write_tables(const GuestRam& ram, const GuestPlan& plan, const StubChoice& stubs,
                  const protocol::ImageHeader& image);
/// The same for the payload that is embedded here, and that payload itself.
void write_boot_tables(const GuestRam& ram, const GuestPlan& plan, const StubChoice& stubs);

/// Registers of vcpu number `index`; `registers` come from KVM_GET_SREGS.
void set_system_registers(kvm_sregs& registers, const VcpuPlan& plan, std::uint32_t index);
kvm_regs initial_registers(const VcpuPlan& plan);

/// LAPIC on, timer in deadline mode; `lapic` comes from KVM_GET_LAPIC.
void set_lapic(kvm_lapic_state& lapic);

}  // namespace kickpath::vmm
