#include "vm/connection.hpp"

#include <utility>

#include "net/net_spec.hpp"

namespace kickpath::vm {

using workload::Flow;
using workload::WorkloadKind;

namespace {

/// Of who sends messages or requests, and of who receives them.
std::pair<Connection::Program, Connection::Program> programs_of(WorkloadKind kind) {
  switch (kind) {
    case WorkloadKind::tcp_rr:
      return {nic::ask, nic::answer};
    case WorkloadKind::udp_stream:
      return {nic::send_datagrams, nic::receive_datagrams};
    case WorkloadKind::ping:
      return {nic::ping, nic::echo};
    default:
      return {nic::send_stream, nic::receive_stream};
  }
}

}  // namespace

Connection::Connection(engine::Simulation& simulation, const workload::WorkloadSpec& workload,
                       const std::string& device, std::uint32_t number, VmIndex vm, Probes& probes)
    : compute_{workload.compute, simulation.random(device + "/compute" + std::to_string(number))},
      traffic_{
          simulation, workload.request_bytes, workload.response_bytes, [this] { return compute_(); },
          [&probes, vm](Duration latency, std::uint32_t bytes) { probes.completed(vm, latency, bytes); }} {
  std::tie(near_, far_) = programs_of(workload.kind);
  if (workload.flow == Flow::host_to_guest) std::swap(near_, far_);
}

nic::HostPeer& Connection::make_peer(host::Host& host, const net::TcpSpec& tcp, std::uint32_t datagrams) {
  peer_ = std::make_unique<nic::HostPeer>(host, tcp, datagrams);
  return *peer_;
}

net::TcpSpec tcp_of(const net::NetSpec& net, const workload::WorkloadSpec& workload) {
  const std::uint32_t mss = net.mtu - net::tcp_ip_bytes;
  const std::uint32_t largest = net::gso_max_bytes - net::tcp_ip_bytes - net::ethernet_bytes;
  return {mss, net.gso ? largest / mss * mss : mss, workload.window, workload.send_buffer,
          workload.splits_end};
}

}  // namespace kickpath::vm
