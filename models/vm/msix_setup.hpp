#pragma once
#include <cstdint>

#include "vcpu/vcpu.hpp"

namespace kickpath::vm {

/// What a Linux guest of 2014 does to give a virtio disk its vectors, as exits to userspace: nothing of it
/// has an ioeventfd. Counted from drivers/pci/msi.c (msix_capability_init) and drivers/virtio/virtio_pci.c
/// (vp_try_to_find_vqs) of 3.14, from memory; a configuration space access is two port accesses (0xcf8,
/// 0xcfc).
struct MsixSetup {
  std::uint32_t port_accesses = 0;   ///< PIO
  std::uint32_t table_accesses = 0;  ///< MMIO: the MSI-X table
};

constexpr MsixSetup msix_setup(std::uint32_t queues) {
  constexpr std::uint32_t per_config_access = 2;
  const std::uint32_t vectors = queues + 1;
  const std::uint32_t control =
      3 * per_config_access;              // read, write ENABLE and MASKALL, write without MASKALL
  const std::uint32_t configuration = 2;  // its vector written and read back
  const std::uint32_t queue = 4 + 2;      // select, size, address read and written; vector likewise
  const std::uint32_t driver_ok = 1;
  // Of each entry: mask read and written, then address low, address high, data; request_irq unmasks and
  // flushes.
  const std::uint32_t entry = 2 + 3 + 2;
  return {control + configuration + queue * queues + driver_ok, entry * vectors};
}

}  // namespace kickpath::vm
