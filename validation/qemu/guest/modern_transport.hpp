#pragma once
#include "protocol/control_block.hpp"
#include "qemu_guest/device_status.hpp"
#include "qemu_guest/msix.hpp"

namespace kickpath::qemu_guest {

/// virtio-pci by capabilities (VirtIO 1.3 4.1.4): registers and doorbells in memory.
class ModernTransport {
 public:
  ModernTransport(const PciFunction& function, const qemu_protocol::DeviceSetUp&) : function_(function) {}

  SetUpError find() {
    function_.find_capability([&](std::uint32_t at, std::uint32_t id) {
      if (id == vendor) note_structure(at);
      return false;
    });
    if (!has_common_ || !has_notify_) return SetUpError::no_capability;
    return common_ == 0 || notify_ == 0 ? SetUpError::out_of_reach : SetUpError::none;
  }

  void set_status(std::uint8_t status) const { write_mmio(common_ + 20, status); }
  std::uint8_t status() const { return read_mmio<std::uint8_t>(common_ + 20); }

  std::uint64_t offered_features() const {
    write_mmio(common_ + 0, 0u);
    const std::uint64_t low = read_mmio<std::uint32_t>(common_ + 4);
    write_mmio(common_ + 0, 1u);
    return std::uint64_t{read_mmio<std::uint32_t>(common_ + 4)} << 32 | low;
  }
  /// False: the device does without this driver.
  bool accept(std::uint64_t features) const {
    write_mmio(common_ + 8, 0u);
    write_mmio(common_ + 12, static_cast<std::uint32_t>(features));
    write_mmio(common_ + 8, 1u);
    write_mmio(common_ + 12, static_cast<std::uint32_t>(features >> 32));
    using namespace device_status;
    set_status(acknowledge | driver | features_ok);
    return (status() & features_ok) != 0;
  }

  void select_queue(std::uint32_t q) const { write_mmio(common_ + 22, static_cast<std::uint16_t>(q)); }
  std::uint32_t queue_size() const { return read_mmio<std::uint16_t>(common_ + 24); }
  void disconnect_config_vector() const { write_mmio(common_ + 16, no_vector); }
  bool take_vector(std::uint16_t vector) const {
    write_mmio(common_ + 26, vector);
    return read_mmio<std::uint16_t>(common_ + 26) == vector;
  }
  void enable_queue(const QueueSetUp& queue) const {
    write_address(32, queue.descriptors);
    write_address(40, queue.driver);
    write_address(48, queue.device);
    write_mmio(common_ + 28, std::uint16_t{1});
  }

  static constexpr protocol::KickKind kick = protocol::KickKind::pci_mmio;
  /// Of the selected queue (VirtIO 1.3 4.1.4.4).
  std::uint64_t doorbell() const {
    return notify_ + std::uint64_t{read_mmio<std::uint16_t>(common_ + 30)} * notify_multiplier_;
  }

  static constexpr std::uint8_t ready = device_status::acknowledge | device_status::driver |
                                        device_status::features_ok | device_status::driver_ok;

 private:
  static constexpr std::uint32_t vendor = 0x09;  // capability id

  // struct virtio_pci_cap: id, next, length, type; BAR; offset; length; of notify also the multiplier.
  void note_structure(std::uint32_t at) {
    const std::uint32_t type = function_.read(at) >> 24;
    const std::uint64_t bar = function_.memory_bar(function_.read(at + 4) & 0xff);
    const std::uint64_t address = bar == 0 ? 0 : bar + function_.read(at + 8);
    if (type == 1) has_common_ = true, common_ = address;
    if (type == 2) {
      has_notify_ = true;
      notify_ = address;
      notify_multiplier_ = function_.read(at + 16);
    }
  }

  // 64 bits as two words: VirtIO 1.3 4.1.3.1.
  void write_address(std::uint64_t offset, std::uint64_t address) const {
    write_mmio(common_ + offset, static_cast<std::uint32_t>(address));
    write_mmio(common_ + offset + 4, static_cast<std::uint32_t>(address >> 32));
  }

  const PciFunction& function_;
  bool has_common_ = false;
  bool has_notify_ = false;
  std::uint64_t common_ = 0;
  std::uint64_t notify_ = 0;
  std::uint32_t notify_multiplier_ = 0;
};

}  // namespace kickpath::qemu_guest
