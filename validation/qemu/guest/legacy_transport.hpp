#pragma once
#include "protocol/control_block.hpp"
#include "qemu_guest/device_status.hpp"
#include "qemu_guest/msix.hpp"

namespace kickpath::qemu_guest {

/// virtio-pci before 1.0 (VirtIO 1.3 4.1.4.10): registers and one doorbell behind an I/O BAR, which is moved
/// to ports that ring 3 may use.
class LegacyTransport {
 public:
  LegacyTransport(const PciFunction& function, const qemu_protocol::DeviceSetUp& plan)
      : function_(function), ports_(plan.ports) {}

  SetUpError find() {
    constexpr std::uint32_t is_ports = 1;
    if ((function_.read(0x10) & is_ports) == 0) return SetUpError::no_capability;
    function_.move_port_bar(0, ports_);
    return SetUpError::none;
  }

  void set_status(std::uint8_t status) const { write_port(ports_ + 18, status); }

  std::uint64_t offered_features() const { return read_port<std::uint32_t>(ports_); }
  bool accept(std::uint64_t features) const {
    write_port(ports_ + 4, static_cast<std::uint32_t>(features));
    return true;
  }

  void select_queue(std::uint32_t q) const { write_port(ports_ + 14, static_cast<std::uint16_t>(q)); }
  std::uint32_t queue_size() const { return read_port<std::uint16_t>(ports_ + 12); }
  void disconnect_config_vector() const { write_port(ports_ + 20, no_vector); }
  bool take_vector(std::uint16_t vector) const {
    write_port(ports_ + 22, vector);
    return read_port<std::uint16_t>(ports_ + 22) == vector;
  }
  // The page number says it all: the parts follow each other (qemu/legacy_rings.hpp).
  void enable_queue(const QueueSetUp& queue) const {
    write_port(ports_ + 8, static_cast<std::uint32_t>(queue.descriptors / protocol::page));
  }

  static constexpr protocol::KickKind kick = protocol::KickKind::pci_port;
  std::uint64_t doorbell() const { return ports_ + 16; }

  static constexpr std::uint8_t ready =
      device_status::acknowledge | device_status::driver | device_status::driver_ok;

 private:
  const PciFunction& function_;
  std::uint32_t ports_;
};

}  // namespace kickpath::qemu_guest
