#pragma once
#include <memory>
#include <string>
#include <vector>

#include "vm/connection.hpp"
#include "vm/net_pair.hpp"
#include "vm/site.hpp"

namespace kickpath::vm {

/// A virtio-net device of a VM: its pairs of queues, each with a connection of its own when the workload
/// drives the device. Pair p belongs to vcpu p.
class NetDevice {
 public:
  struct Parts {
    host::Host& host;
    const VmSpec& vm;
    const device::DeviceSpec& spec;
    std::uint32_t number;  ///< in the VM
    std::string name;      ///< "vm0/net"
    PciBus& pci;
    std::vector<std::unique_ptr<Guest>>& guests;
    Servers& servers;
    VmIndex index;
    Probes& probes;
    Site& site;
  };

  /// Connects it at once where the other end is a process.
  explicit NetDevice(const Parts& parts);
  NetDevice(const NetDevice&) = delete;
  NetDevice& operator=(const NetDevice&) = delete;

  const std::string& name() const { return parts_.spec.name; }
  const std::vector<std::unique_ptr<NetPair>>& pairs() const { return pairs_; }
  /// The other end of its connections is a guest: pair p's that of pair p of `other`. Before anything runs.
  void connect_to(NetDevice& other);

 private:
  std::unique_ptr<NetPair> make_pair(const server::ServerSpec& server, std::uint32_t number);
  Connection& make_connection(std::uint32_t number);
  void connect_to_process(std::uint32_t number);
  nic::Network& make_way(HostId from, HostId to, nic::Network& end, std::uint32_t number);
  void run_guest(std::uint32_t number, nic::Traffic& traffic, Connection::Program program);

  Parts parts_;
  DeviceInterrupts interrupts_;
  std::vector<std::unique_ptr<NetPair>> pairs_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace kickpath::vm
