#pragma once
#include <memory>
#include <vector>

#include "device/device_spec.hpp"
#include "notify/intx_line.hpp"
#include "notify/kick_catalogue.hpp"
#include "notify/msi_message.hpp"
#include "notify/msix_vector.hpp"
#include "vm/pci_bus.hpp"

namespace kickpath::vm {

/// How a device interrupts its guest: a vector for each queue, one for all, or the device's pin on a line.
class DeviceInterrupts {
 public:
  struct Parts {
    host::Host& host;
    const device::DeviceSpec& spec;
    notify::InterruptPathKind path;
    notify::Caller caller;
    std::uint32_t number;  ///< of the device in the VM
    const std::vector<std::unique_ptr<Guest>>& guests;
    PciBus& pci;
  };

  explicit DeviceInterrupts(const Parts& parts);
  DeviceInterrupts(const DeviceInterrupts&) = delete;
  DeviceInterrupts& operator=(const DeviceInterrupts&) = delete;

  /// Null: the guest is not interrupted.
  notify::GuestNotifier* of_queue(std::uint32_t queue);
  /// By which vector the guest knows it; of a queue whose guest is interrupted.
  vcpu::Vector vector_of(std::uint32_t queue) const;

  // The guest masks the vectors of its queues; a line has no mask of its own. The VM stops and runs.
  void mask(host::Task& by);
  void unmask(host::Task& by);
  void vm_stops(host::Task& by);
  void vm_runs(host::Task& by);

 private:
  void add_vector(const Parts& parts, Guest& guest);
  void add_pin(const Parts& parts);

  std::unique_ptr<notify::InterruptPath> path_;
  std::vector<std::unique_ptr<notify::MsiMessage>> messages_;
  std::vector<std::unique_ptr<notify::MsixVector>> vectors_;  ///< of the queues
  std::unique_ptr<notify::IntxPin> pin_;
  vcpu::Vector line_vector_ = vcpu::timer_vector;
};

}  // namespace kickpath::vm
