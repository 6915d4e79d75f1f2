#pragma once
#include "protocol/address_map.hpp"
#include "qemu_guest/pci_function.hpp"

namespace kickpath::qemu_guest {

using qemu_protocol::QueueSetUp;
using qemu_protocol::SetUpError;

constexpr std::uint16_t no_vector = 0xffff;  ///< VIRTIO_MSI_NO_VECTOR

/// MSI-X entry q leads to the vcpu of queue q (PCI 3.0, 6.8.2).
inline SetUpError set_up_msix(const PciFunction& function, const QueueSetUp* queues, std::uint32_t n) {
  std::uint32_t capability = 0;
  const bool has_msix = function.find_capability([&](std::uint32_t at, std::uint32_t id) {
    capability = at;
    return id == 0x11;
  });
  if (!has_msix) return SetUpError::no_capability;
  const std::uint32_t table = function.read(capability + 4);
  const std::uint64_t base = function.memory_bar(table & 7);
  if (base == 0) return SetUpError::out_of_reach;
  for (std::uint32_t q = 0; q < n; ++q) {
    const std::uint64_t entry = base + (table & ~7u) + 16 * q;
    write_mmio(entry, static_cast<std::uint32_t>(protocol::lapic) | queues[q].vcpu << 12);
    write_mmio(entry + 4, 0u);
    write_mmio(entry + 8, queues[q].vector);
    write_mmio(entry + 12, 0u);  // not masked
  }
  constexpr std::uint32_t enabled = 1u << 31;
  constexpr std::uint32_t all_masked = 1u << 30;
  function.write(capability, (function.read(capability) | enabled) & ~all_masked);
  return SetUpError::none;
}

}  // namespace kickpath::qemu_guest
