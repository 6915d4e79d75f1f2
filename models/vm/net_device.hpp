#pragma once
#include <memory>
#include <string>
#include <vector>

#include "nic/traffic.hpp"
#include "vm/net_pair.hpp"
#include "workload/sampler.hpp"

namespace kickpath::vm {

/// A virtio-net device of a VM: its pairs of queues, each with a connection of its own when the workload
/// drives the device. Pair p belongs to vcpu p.
class NetDevice {
 public:
  struct Parts {
    host::Host& host;
    const VmSpec& vm;
    const device::DeviceSpec& spec;
    std::uint32_t number;     ///< in the VM
    const std::string& name;  ///< "vm0/net"
    PciBus& pci;
    std::vector<std::unique_ptr<Guest>>& guests;
    Servers& servers;
    VmIndex index;
    Probes& probes;
  };

  explicit NetDevice(const Parts& parts);
  NetDevice(const NetDevice&) = delete;
  NetDevice& operator=(const NetDevice&) = delete;

 private:
  struct Connection {
    std::unique_ptr<NetPair> pair;
    workload::Sampler compute;
    nic::Traffic traffic;
  };

  std::unique_ptr<NetPair> make_pair(const Parts& parts, const server::ServerSpec& server,
                                     std::uint32_t number);
  void drive(Connection& connection, Guest& guest, const Parts& parts, std::uint32_t number);

  DeviceInterrupts interrupts_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace kickpath::vm
