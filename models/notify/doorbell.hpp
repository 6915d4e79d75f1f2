#pragma once
#include <optional>

#include "notify/io_bus.hpp"
#include "notify/notify_spec.hpp"

namespace kickpath::notify {

/// Where the doorbell of queue `queue` of the VM's device number `device` is, as QEMU lays them out; none for
/// a path without ioeventfd.
///
/// PIO: the legacy interface's QUEUE_NOTIFY, 16 bits at offset 16 of the device's ports, which tells queues
/// apart by what is written (VirtIO 1.3 4.1.4.8, 4.1.5.2). MMIO: an address for each queue in the
/// notification structure (VirtIO 1.3 4.1.4.4); the wildcard takes writes of any length there (QEMU
/// hw/virtio/virtio-pci.c virtio_pci_ioeventfd_assign).
std::optional<Doorbell> doorbell_of(KickPathKind kind, std::uint32_t device, std::uint32_t queue);

}  // namespace kickpath::notify
