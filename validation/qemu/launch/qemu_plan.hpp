#pragma once
#include "qemu_protocol/boot_block.hpp"
#include "vm/vm_spec.hpp"
#include "vmm/guest_plan.hpp"
#include "vmm/guest_ram.hpp"

/// Where everything of a VM lies in the memory that QEMU gives it.
namespace kickpath::qemu {

constexpr std::uint32_t first_slot = 4;  ///< device d is in PCI slot first_slot + d; below are bridges
constexpr std::uint32_t most_devices = 32 - first_slot;

constexpr bool is_legacy(const device::DeviceSpec& spec) {
  return spec.kick == notify::KickPathKind::userspace_pio || spec.kick == notify::KickPathKind::ioeventfd_pio;
}

struct QemuPlan {
  vmm::GuestPlan guest;
  std::uint64_t entries = 0;                ///< of vcpus
  std::uint64_t device_table = 0;           ///< of DeviceSetUp
  std::vector<std::uint64_t> queue_tables;  ///< of each device
  std::uint64_t memory_bytes = 0;           ///< with room for firmware above what we use
};

QemuPlan plan_qemu(const vm::VmSpec& spec);

/// What the payload needs to set up its devices; the control blocks are written already.
void write_set_up(const vmm::GuestRam& ram, const QemuPlan& plan, const vm::VmSpec& spec);

}  // namespace kickpath::qemu
