#pragma once
#include <memory>
#include <string>
#include <vector>

#include "seating/seats.hpp"
#include "vm/servers.hpp"
#include "vm/virtio_device.hpp"

/// One VM: its vcpus, its devices with their queues, and who serves them.
namespace kickpath::vm {

class Vm {
 public:
  Vm(host::Host& host, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes);
  Vm(const Vm&) = delete;
  Vm& operator=(const Vm&) = delete;

  const std::string& name() const { return name_; }
  const std::vector<std::unique_ptr<VirtioDevice>>& devices() const { return devices_; }

 private:
  void build_guests(host::Host& host, const seating::VmSeat& seat, Probes& probes);
  void build_devices(host::Host& host);

  std::string name_;
  VmSpec spec_;
  notify::IoBus bus_;
  Servers servers_;
  std::vector<std::unique_ptr<Guest>> guests_;
  std::vector<std::unique_ptr<VirtioDevice>> devices_;
};

}  // namespace kickpath::vm
