#pragma once
#include <memory>
#include <string>
#include <vector>

#include "seating/seats.hpp"
#include "vm/net_device.hpp"
#include "vm/pci_bus.hpp"
#include "vm/servers.hpp"
#include "vm/virtio_device.hpp"

/// One VM: its vcpus, its devices with their queues, and who serves them.
namespace kickpath::vm {

class Boot;
class Lifecycle;

class Vm {
 public:
  ~Vm();
  Vm(Site& site, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes);
  Vm(const Vm&) = delete;
  Vm& operator=(const Vm&) = delete;

  const std::string& name() const { return name_; }
  const VmSpec& spec() const { return spec_; }
  bool has_network() const { return !net_devices_.empty(); }
  /// The network device that its workload drives.
  NetDevice& network();
  const std::vector<std::unique_ptr<VirtioDevice>>& devices() const { return devices_; }
  const std::vector<std::unique_ptr<NetDevice>>& net_devices() const { return net_devices_; }
  const std::vector<std::unique_ptr<Guest>>& guests() const { return guests_; }
  notify::IoBus& io_bus() { return pci_.io_bus(); }

 private:
  void build_guests(host::Host& host, const seating::VmSeat& seat, Probes& probes);
  void start_management(host::Host& host, const seating::VmSeat& seat);
  void build_devices(Site& site, VmIndex index, Probes& probes);

  std::string name_;
  VmSpec spec_;
  PciBus pci_;
  Servers servers_;
  std::unique_ptr<GuestKernel> kernel_;  ///< null: its vcpus have nothing to do with each other
  std::vector<std::unique_ptr<Guest>> guests_;
  std::vector<std::unique_ptr<VirtioDevice>> devices_;
  std::unique_ptr<Boot> boot_;
  std::unique_ptr<Lifecycle> lifecycle_;
  std::vector<std::unique_ptr<NetDevice>> net_devices_;
};

}  // namespace kickpath::vm
