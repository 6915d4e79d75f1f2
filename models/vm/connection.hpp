#pragma once
#include <memory>
#include <string>

#include "nic/host_peer.hpp"
#include "nic/traffic.hpp"
#include "vm/probes.hpp"
#include "workload/sampler.hpp"

namespace kickpath::vm {

/// A connection that a workload drives: what its ends tell each other, and how.
class Connection {
 public:
  using Program = void (*)(nic::Traffic&, nic::Socket&, nic::StackThread&);

  /// The operations are counted for the VM `vm`; `device` is "vm0/net".
  Connection(engine::Simulation& simulation, const workload::WorkloadSpec& workload,
             const std::string& device, std::uint32_t number, VmIndex vm, Probes& probes);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  nic::Traffic& traffic() { return traffic_; }
  /// What runs at the end whose VM says what is to be done, and at the other end.
  Program near_program() const { return near_; }
  Program far_program() const { return far_; }

  /// The far end is a process; none before.
  nic::HostPeer& make_peer(host::Host& host, const net::TcpSpec& tcp, std::uint32_t datagrams);

 private:
  workload::Sampler compute_;
  nic::Traffic traffic_;
  Program near_, far_;
  std::unique_ptr<nic::HostPeer> peer_;  ///< null: the far end is a guest
};

/// What both ends' TCP goes by.
net::TcpSpec tcp_of(const net::NetSpec& net, const workload::WorkloadSpec& workload);

}  // namespace kickpath::vm
