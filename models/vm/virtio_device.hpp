#pragma once
#include <memory>
#include <string>
#include <vector>

#include "vm/device_interrupts.hpp"
#include "vm/servers.hpp"
#include "vm/virtio_queue.hpp"

namespace kickpath::vm {

/// A device of a VM: its backend, its queues, and who serves each of them.
class VirtioDevice {
 public:
  struct Parts {
    host::Host& host;
    const VmSpec& vm;
    const device::DeviceSpec& spec;
    std::uint32_t number;     ///< in the VM
    const std::string& name;  ///< "vm0/ring"
    PciBus& pci;
    std::vector<std::unique_ptr<Guest>>& guests;
    Servers& servers;
  };

  explicit VirtioDevice(const Parts& parts);
  VirtioDevice(const VirtioDevice&) = delete;
  VirtioDevice& operator=(const VirtioDevice&) = delete;

  const std::vector<std::unique_ptr<VirtioQueue>>& queues() const { return queues_; }
  DeviceInterrupts& interrupts() { return interrupts_; }

 private:
  std::unique_ptr<device::Backend> backend_;
  DeviceInterrupts interrupts_;
  std::vector<std::unique_ptr<VirtioQueue>> queues_;
};

}  // namespace kickpath::vm
