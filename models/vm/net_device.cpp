#include "vm/net_device.hpp"

#include <algorithm>

namespace kickpath::vm {

using server::ServerKind;
using workload::Flow;
using workload::WorkloadKind;

namespace {

using Program = void (*)(nic::Traffic&, nic::Socket&, nic::StackThread&);

struct Programs {
  Program sender, receiver;  ///< of messages or requests
};

Programs programs_of(WorkloadKind kind) {
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

net::TcpSpec tcp_of(const net::NetSpec& net, const workload::WorkloadSpec& workload) {
  const std::uint32_t mss = net.mtu - net::tcp_ip_bytes;
  const std::uint32_t largest = net::gso_max_bytes - net::tcp_ip_bytes - net::ethernet_bytes;
  return {mss, net.gso ? largest / mss * mss : mss, workload.window, workload.send_buffer};
}

host::TaskSpec task_of_peer(const NetDevice::Parts& parts, std::uint32_t number) {
  const auto& core = parts.spec.net.peer.core;
  return {parts.name + "/peer" + std::to_string(number), -1,
          core ? host::CoreSet::only(CoreId{*core}) : host::CoreSet::up_to(parts.host.core_count()), 0,
          false};
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

}  // namespace

NetDevice::NetDevice(const Parts& parts) : interrupts_(interrupt_parts(parts, server_of(parts))) {
  const workload::WorkloadSpec& workload = parts.vm.workload;
  const server::ServerSpec server = server_of(parts);
  for (std::uint32_t p = 0; p < parts.spec.queues; ++p) {
    engine::Simulation& simulation = parts.host.simulation();
    auto connection = std::unique_ptr<Connection>(new Connection{
        make_pair(parts, server, p),
        workload::Sampler{workload.compute, simulation.random(parts.name + "/compute" + std::to_string(p))},
        nic::Traffic{simulation, workload.request_bytes, workload.response_bytes, {}, {}}});
    connection->traffic.compute = [&law = connection->compute] { return law(); };
    connection->traffic.completed = [&probes = parts.probes, vm = parts.index](Duration latency,
                                                                               std::uint32_t bytes) {
      probes.completed(vm, latency, bytes);
    };
    if (workload.device == parts.spec.name) drive(*connection, *parts.guests.at(p), parts, p);
    connections_.push_back(std::move(connection));
  }
}

// Both queues of a pair have one vhost worker.
std::unique_ptr<NetPair> NetDevice::make_pair(const Parts& parts, const server::ServerSpec& server,
                                              std::uint32_t number) {
  const bool is_vhost = server.kind == ServerKind::vhost;
  const Servers::Client client{server, parts.number, parts.name, device::seats_of_vcpu(parts.spec)};
  const auto server_of_queue = [&](std::uint32_t queue) -> server::Server& {
    return parts.servers.of(client, is_vhost ? number : queue);
  };
  return std::make_unique<NetPair>(NetPair::Parts{
      parts.host, parts.spec, parts.number, number, parts.pci.io_bus(), *parts.guests.at(number),
      parts.servers.lock(), server_of_queue(2 * number), server_of_queue(2 * number + 1), interrupts_,
      parts.index, parts.probes, tcp_of(parts.spec.net, parts.vm.workload), parts.vm.workload.datagrams});
}

void NetDevice::drive(Connection& connection, Guest& guest, const Parts& parts, std::uint32_t number) {
  const Programs programs = programs_of(parts.vm.workload.kind);
  const bool is_from_guest = parts.vm.workload.flow == Flow::guest_to_host;
  NetPair& pair = *connection.pair;
  nic::Traffic& traffic = connection.traffic;
  guest.run_instead([&pair, &traffic, run = is_from_guest ? programs.sender : programs.receiver] {
    pair.open();
    run(traffic, pair.guest_socket(), pair.driver());
  });
  pair.peer().start(task_of_peer(parts, number),
                    [&traffic, run = is_from_guest ? programs.receiver : programs.sender](
                        nic::Socket& socket, nic::StackThread& thread) { run(traffic, socket, thread); });
}

}  // namespace kickpath::vm
