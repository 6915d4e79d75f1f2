#pragma once
#include <memory>
#include <string>
#include <vector>

#include "server/event_loop.hpp"
#include "vm/device_interrupts.hpp"
#include "vm/virtio_queue.hpp"

namespace kickpath::vm {

/// A device of a VM: its backend, its queues, and the loop that serves them or reaps their completions.
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
    server::GlobalLock& lock;
    server::EventLoop& main_loop;  ///< reaps the completions of devices that vcpus serve
  };

  explicit VirtioDevice(const Parts& parts);
  VirtioDevice(const VirtioDevice&) = delete;
  VirtioDevice& operator=(const VirtioDevice&) = delete;

  /// Starts the thread that serves the device, if it has one of its own.
  void start_server(host::TaskSpec task);
  bool has_server() const { return own_loop_ != nullptr; }
  /// Does anything of it come to the main loop?
  bool needs_main_loop() const { return is_served_by_vcpu_ && is_asynchronous_; }
  const std::vector<std::unique_ptr<VirtioQueue>>& queues() const { return queues_; }
  DeviceInterrupts& interrupts() { return interrupts_; }

 private:
  notify::InterruptPathKind interrupt_kind() const;
  void attach(VirtioQueue& queue, server::EventLoop& main_loop);

  host::Host& host_;
  device::DeviceSpec spec_;
  bool is_served_by_vcpu_;
  bool is_asynchronous_;
  std::unique_ptr<device::Backend> backend_;
  DeviceInterrupts interrupts_;
  std::unique_ptr<server::EventLoop> own_loop_;
  std::vector<std::unique_ptr<VirtioQueue>> queues_;
};

}  // namespace kickpath::vm
