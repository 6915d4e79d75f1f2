#pragma once
#include "qemu_guest/ports.hpp"
#include "qemu_protocol/boot_block.hpp"

namespace kickpath::qemu_guest {

/// Function 0 of a slot of bus 0, by the host bridge's ports (PCI 3.0, 3.2.2.3.2).
class PciFunction {
 public:
  explicit PciFunction(std::uint32_t slot) : slot_(slot) {}

  std::uint32_t read(std::uint32_t offset) const {
    select(offset);
    return read_port<std::uint32_t>(config_data);
  }
  void write(std::uint32_t offset, std::uint32_t value) const {
    select(offset);
    write_port(config_data, value);
  }

  /// Answers to its I/O and memory addresses, and may reach memory by itself.
  void enable() const { write(0x04, read(0x04) | 0x7); }

  /// Where a memory BAR has been put; 0: where the payload maps nothing.
  std::uint64_t memory_bar(std::uint32_t number) const {
    const std::uint32_t low = read(bar(number));
    const bool has_high = (low & 0x6) == 0x4;
    const std::uint64_t high = has_high ? read(bar(number + 1)) : 0;
    const std::uint64_t address = high << 32 | (low & ~0xfu);
    const bool is_mapped = (low & 1) == 0 && address >= qemu_protocol::device_memory &&
                           address < qemu_protocol::device_memory_end;
    return is_mapped ? address : 0;
  }
  void move_port_bar(std::uint32_t number, std::uint32_t port) const { write(bar(number), port | 1); }

  /// Calls `visit(offset, id)` for each capability until it says true; true then.
  template <class Visit>
  bool find_capability(Visit visit) const {
    std::uint32_t at = read(0x34) & 0xfc;
    for (int i = 0; at != 0 && i < 48; ++i) {  // as many as fit
      const std::uint32_t head = read(at);
      if (visit(at, head & 0xff)) return true;
      at = head >> 8 & 0xfc;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t config_address = qemu_protocol::config_ports;
  static constexpr std::uint32_t config_data = qemu_protocol::config_ports + 4;
  static constexpr std::uint32_t bar(std::uint32_t number) { return 0x10 + 4 * number; }

  void select(std::uint32_t offset) const {
    write_port(config_address, 0x80000000u | slot_ << 11 | (offset & ~3u));
  }

  std::uint32_t slot_;
};

}  // namespace kickpath::qemu_guest
