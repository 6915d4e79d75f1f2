#include "vm/net_device.hpp"

namespace kickpath::vm {

using server::ServerKind;
using workload::WorkloadKind;

namespace {

host::TaskSpec task_of_peer(const NetDevice::Parts& parts, host::Host& host, std::uint32_t number) {
  const auto& core = parts.spec.net.peer.core;
  return {parts.name + "/peer" + std::to_string(number), -1,
          core ? host::CoreSet::only(CoreId{*core}) : host::CoreSet::up_to(host.core_count()), 0, false};
}

// Where kicks return to userspace, the vcpu thread finds them there. A small bus is left to vhost.
server::ServerSpec server_of(const NetDevice::Parts& parts) {
  server::ServerSpec spec = parts.spec.server;
  const bool is_bus_left = spec.kind == ServerKind::vhost || parts.pci.io_bus().has_many_places();
  if (notify::returns_to_userspace(parts.spec.kick) || !is_bus_left) spec.kind = ServerKind::vcpu;
  return spec;
}

DeviceInterrupts::Parts interrupt_parts(const NetDevice::Parts& parts, const server::ServerSpec& server) {
  return {parts.host,
          parts.spec,
          parts.spec.interrupt,
          server.kind == ServerKind::vhost ? notify::Caller::kernel : notify::Caller::userspace,
          parts.number,
          parts.guests,
          parts.pci};
}

/// Does the workload connect it to a process?
bool has_process(const NetDevice::Parts& parts) {
  return parts.vm.workload.device == parts.spec.name && parts.vm.workload.kind != WorkloadKind::peer &&
         !parts.spec.net.peer.vm;
}

}  // namespace

NetDevice::NetDevice(const Parts& parts)
    : parts_(parts), interrupts_(interrupt_parts(parts, server_of(parts))) {
  const server::ServerSpec server = server_of(parts);
  for (std::uint32_t p = 0; p < parts.spec.queues; ++p) {
    pairs_.push_back(make_pair(server, p));
    if (has_process(parts)) connect_to_process(p);
  }
}

// Both queues of a pair have one vhost worker.
std::unique_ptr<NetPair> NetDevice::make_pair(const server::ServerSpec& server, std::uint32_t number) {
  const bool is_vhost = server.kind == ServerKind::vhost;
  const Servers::Client client{server, parts_.number, parts_.name, device::seats_of_vcpu(parts_.spec)};
  const auto server_of_queue = [&](std::uint32_t queue) -> server::Server& {
    return parts_.servers.of(client, is_vhost ? number : queue);
  };
  return std::make_unique<NetPair>(
      NetPair::Parts{parts_.host, parts_.spec, parts_.number, number, parts_.pci.io_bus(),
                     *parts_.guests.at(number), parts_.servers.lock(), server_of_queue(2 * number),
                     server_of_queue(2 * number + 1), interrupts_, parts_.index, parts_.probes});
}

Connection& NetDevice::make_connection(std::uint32_t number) {
  return *connections_.emplace_back(std::make_unique<Connection>(
      parts_.host.simulation(), parts_.vm.workload, parts_.name, number, parts_.index, parts_.probes));
}

void NetDevice::connect_to_process(std::uint32_t number) {
  const net::TcpSpec tcp = tcp_of(parts_.spec.net, parts_.vm.workload);
  const std::uint32_t datagrams = parts_.vm.workload.datagrams;
  const HostId here = parts_.vm.on, there = parts_.spec.net.peer.on.value_or(here);
  host::Host& host = parts_.site.host(there);
  NetPair& pair = *pairs_[number];
  Connection& connection = make_connection(number);
  nic::HostPeer& peer = connection.make_peer(host, tcp, datagrams);
  pair.connect(make_way(here, there, peer, number), tcp, datagrams);
  peer.connect(make_way(there, here, pair.tap(), number));
  peer.socket().on_drop(pair.on_drop());
  run_guest(number, connection.traffic(), connection.near_program());
  peer.start(task_of_peer(parts_, host, number),
             [&traffic = connection.traffic(), run = connection.far_program()](
                 nic::Socket& socket, nic::StackThread& thread) { run(traffic, socket, thread); });
}

void NetDevice::connect_to(NetDevice& other) {
  const net::TcpSpec tcp = tcp_of(parts_.spec.net, parts_.vm.workload);
  const std::uint32_t datagrams = parts_.vm.workload.datagrams;
  for (std::uint32_t p = 0; p < parts_.spec.queues; ++p) {
    NetPair &here = *pairs_[p], &there = *other.pairs_.at(p);
    Connection& connection = make_connection(p);
    here.connect(make_way(parts_.vm.on, other.parts_.vm.on, there.tap(), p), tcp, datagrams);
    there.connect(make_way(other.parts_.vm.on, parts_.vm.on, here.tap(), p), tcp, datagrams);
    run_guest(p, connection.traffic(), connection.near_program());
    other.run_guest(p, connection.traffic(), connection.far_program());
  }
}

// What is lost on the way counts as this VM's.
nic::Network& NetDevice::make_way(HostId from, HostId to, nic::Network& end, std::uint32_t number) {
  return parts_.site.make_way({from, to, end, parts_.name + '/' + std::to_string(number), parts_.spec.net.mtu,
                               pairs_[number]->on_drop()});
}

void NetDevice::run_guest(std::uint32_t number, nic::Traffic& traffic, Connection::Program program) {
  parts_.guests.at(number)->run_instead([&pair = *pairs_[number], &traffic, program] {
    pair.open();
    program(traffic, pair.socket(), pair.driver());
  });
}

}  // namespace kickpath::vm
