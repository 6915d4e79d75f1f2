#pragma once
#include <array>
#include <memory>

#include "notify/gsi_routing.hpp"
#include "notify/intx_line.hpp"
#include "notify/io_bus.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

class Guest;

/// What the devices of a VM share: the I/O bus on which their doorbells lie, the interrupt lines, and the
/// routing table.
class PciBus {
 public:
  PciBus(host::Host& host, const VmSpec& spec);
  PciBus(const PciBus&) = delete;
  PciBus& operator=(const PciBus&) = delete;

  notify::IoBus& io_bus() { return io_bus_; }
  /// Null: not modelled in this VM.
  notify::GsiRouting* routing() { return routing_.get(); }
  /// The line, which comes into being when the first device wants it, and interrupts `guest`'s vcpu.
  notify::IntxLine& line(std::uint32_t number, Guest& guest);

 private:
  host::Host& host_;
  notify::IoBus io_bus_;
  std::unique_ptr<notify::GsiRouting> routing_;
  std::array<std::unique_ptr<notify::IntxLine>, device::intx_lines> lines_;
};

}  // namespace kickpath::vm
