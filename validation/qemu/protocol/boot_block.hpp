#pragma once
#include <cstddef>
#include <cstdint>

#include "protocol/address_map.hpp"

/// How a payload that firmware has loaded meets its launcher, who shares its memory. Until the payload says
/// that it waits, memory is the firmware's; then the launcher writes tables, control blocks and this block,
/// and lets it go.
namespace kickpath::qemu_protocol {

/// The last page of the payload's room: neither firmware nor loader touch it.
constexpr std::uint64_t boot_block = protocol::image + protocol::image_room - protocol::page;

constexpr std::uint64_t trampoline = 0x8000;   ///< where other vcpus begin, in real mode: below 1 MiB
constexpr std::uint16_t config_ports = 0xcf8;  ///< 8 of them, of the PCI host bridge
constexpr std::uint8_t debug_port = protocol::fault_port;  ///< QEMU's isa-debugcon: a byte there is a fault

/// A device's ports, where it is a legacy one: 64 from here on for each. Ring 3 may use these.
constexpr std::uint16_t legacy_ports = protocol::kick_ports;
constexpr std::uint16_t legacy_port_stride = 64;

/// MMIO that the payload can reach: the last GiB below 4 (protocol/address_map.hpp, kick_words).
constexpr std::uint64_t device_memory = 0xc0000000;
constexpr std::uint64_t device_memory_end = 0x100000000;

constexpr std::uint32_t is_waiting = 0x74696177;

/// Where a vcpu begins, by its number, which is its APIC id.
struct Entry {
  std::uint64_t control = 0;  ///< address of its control block
  std::uint64_t stack = 0;    ///< of ring 3, top
};

/// One virtqueue of a device.
struct QueueSetUp {
  std::uint32_t size = 0;
  std::uint32_t has_interrupt = 0;
  std::uint32_t vector = 0;
  std::uint32_t vcpu = 0;  ///< APIC id
  // Areas (VirtIO 1.3 2.6): descriptors, driver, device.
  std::uint64_t descriptors = 0;
  std::uint64_t driver = 0;
  std::uint64_t device = 0;
  std::uint64_t control =
      0;  ///< address of the QueueControl that gets to know its doorbell; 0: nobody drives it
};

/// A virtio-pci device on bus 0.
struct DeviceSetUp {
  std::uint32_t slot = 0;
  std::uint32_t is_legacy = 0;
  std::uint64_t features = 0;  ///< that the driver wants, all of them
  std::uint32_t queues = 0;
  std::uint32_t ports = 0;        ///< legacy: where it is to be
  std::uint64_t queue_table = 0;  ///< address of `queues` QueueSetUp
};

/// Why a device could not be set up.
enum class SetUpError : std::uint32_t {
  none,
  no_device,         ///< nothing of virtio in its slot
  no_capability,     ///< a structure that the transport needs is not there
  out_of_reach,      ///< a BAR is where the payload maps nothing
  features_refused,  ///< not all that the driver wants is offered
  queue_size,        ///< the device's queue is not of the size that was asked for
  vector_refused     ///< the device took no MSI-X vector
};

struct BootBlock {
  // boot.S knows these offsets.
  std::uint32_t state = 0;  ///< is_waiting: the payload waits
  std::uint32_t may_go = 0;
  std::uint64_t entries = 0;  ///< address of `vcpus` Entry

  std::uint32_t vcpus = 0;
  std::uint32_t devices = 0;
  std::uint64_t device_table = 0;  ///< address of `devices` DeviceSetUp
  SetUpError error = SetUpError::none;
  std::uint32_t failed_device = 0;
};

static_assert(offsetof(BootBlock, state) == 0 && offsetof(BootBlock, may_go) == 4 &&
              offsetof(BootBlock, entries) == 8);
static_assert(offsetof(Entry, control) == 0 && offsetof(Entry, stack) == 8 && sizeof(Entry) == 16);

}  // namespace kickpath::qemu_protocol
