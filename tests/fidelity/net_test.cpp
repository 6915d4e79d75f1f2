#include <map>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// A datagram of the guest to a process of its host and back, through vhost: vcpu, worker and peer on idle
/// cores of their own.
namespace {

constexpr Duration length = 20_ms;
constexpr std::uint32_t payload = 64;
constexpr std::uint32_t frame = payload + net::udp_ip_bytes + net::ethernet_bytes;

constexpr Duration g_call{610'187}, g_udp{1'430'189}, h_call{520'191}, h_udp{1'310'193};
constexpr Duration tap_send{870'197}, tap_receive{640'199}, bridge{330'211}, per_byte{173}, packet{1'700'223};
constexpr Duration select_call{410'227};
constexpr Duration nic_transmit{920'229}, nic_interrupt{740'233}, nic_receive{680'239};

/// Lines cost nothing here; tests/fidelity/other_core_test.cpp counts them.
cost::CostProfile net_profile() {
  using C = cost::Component;
  cost::CostProfile profile = ps::profile();
  const auto set = [&](C c, Duration d) { profile[c].value = Distribution::fixed(d); };
  set(C::line_transfer, Duration::zero());
  set(C::guest_send_call, g_call);
  set(C::guest_udp_packet, g_udp);
  set(C::host_send_call, h_call);
  set(C::host_udp_packet, h_udp);
  set(C::tap_send, tap_send);
  set(C::tap_receive, tap_receive);
  set(C::tap_select, select_call);
  set(C::host_bridge, bridge);
  set(C::copy_per_byte, per_byte);
  set(C::device_packet, packet);
  set(C::nic_transmit, nic_transmit);
  set(C::nic_interrupt, nic_interrupt);
  set(C::nic_receive, nic_receive);
  return profile;
}

vm::MachineSpec pinging_vm() {
  vm::MachineSpec machine = one_vm();
  machine.host.cores = 3;
  device::DeviceSpec& device = machine.vms[0].devices[0];
  device.kind = device::DeviceKind::net;
  device.queue.size = 256;
  device.server.kind = server::ServerKind::vhost;
  device.net.gso = false;
  device.net.peer.core = 2;
  machine.vms[0].workload.kind = workload::WorkloadKind::ping;
  machine.vms[0].workload.request_bytes = payload;
  return machine;
}

/// Pings until the guest refills its ring: it holds 256 buffers, and is refilled when fewer than 128 are
/// left.
Duration steady_ping(const vm::MachineSpec& machine, const cost::CostProfile& profile = net_profile()) {
  ObservedRun run = run_machine(machine, profile, length);
  REQUIRE(run.latencies.size() > 60);
  run.latencies.resize(60);
  return run.steady_latency();
}

constexpr Duration wakes_idle_core = ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch;
constexpr Duration wakes_worker = ps::vhost_queue + wakes_idle_core + ps::vhost_run;

// The packet before this one has been sent meanwhile, and is reaped first.
constexpr Duration guest_sends = g_call + payload * per_byte + g_udp + ps::reap + ps::post + ps::kick_test +
                                 ps::exit_pio / 2 + ps::eventfd_signal;
constexpr Duration to_peer = ps::pop + frame * per_byte + tap_send + bridge + h_udp + wakes_idle_core;
constexpr Duration peer_answers =
    payload * per_byte + h_call + payload * per_byte + h_udp + bridge + ps::eventfd_signal;
constexpr Duration to_guest = tap_receive + frame * per_byte + ps::pop + ps::push + ps::interrupt_test;
constexpr Duration vcpu_wakes = wakes_idle_core + ps::unblock + ps::inject + ps::eoi + ps::irq_return;
constexpr Duration guest_receives = ps::reap + frame * per_byte + g_udp + payload * per_byte;

constexpr Duration by_vhost = guest_sends + wakes_worker + to_peer + peer_answers + wakes_worker + to_guest +
                              ps::irqfd_in_kernel + vcpu_wakes + guest_receives;

// A server in userspace wakes up in epoll_wait, reads its eventfd, and makes a system call for each packet;
// one more finds the tap empty. QEMU copies what it has read once more.
constexpr Duration wakes_iothread = wakes_idle_core + ps::epoll_ready + ps::eventfd_read;
constexpr Duration by_iothread = by_vhost - 2 * wakes_worker - ps::irqfd_in_kernel + 2 * wakes_iothread +
                                 2 * (packet + ps::syscall) + ps::syscall + frame * per_byte + ps::irqfd;

// ---- Between two guests of one host: vcpus on cores 0 and 2, vhost workers on cores 1 and 3.

vm::MachineSpec pinging_vms() {
  vm::MachineSpec machine = pinging_vm();
  machine.host.cores = 4;
  vm::VmSpec& near = machine.vms[0];
  near.name = "near";
  near.devices[0].net.peer = {{}, "far"};
  near.placement.vcpus = vm::PlacementSpec::Vcpus::cores;
  near.placement.vcpu_cores = {0};
  vm::VmSpec far = near;
  far.name = "far";
  far.devices[0].net.peer = {};
  far.workload = {};
  far.workload.kind = workload::WorkloadKind::peer;
  far.workload.device = near.workload.device;
  far.placement.vcpu_cores = {2};
  machine.vms.push_back(far);
  return machine;
}

constexpr Duration guest_to_tap = guest_sends + wakes_worker + ps::pop + frame * per_byte + tap_send;
constexpr Duration tap_to_guest =
    ps::eventfd_signal + wakes_worker + to_guest + ps::irqfd_in_kernel + vcpu_wakes + guest_receives;

// ---- Over a link to another host, whose NIC's thread is on its core 0 and whose peer on core 1.

vm::MachineSpec with_remote(vm::MachineSpec machine) {
  machine.host.cores = 3;
  vm::RemoteSpec remote;
  remote.host = machine.host;
  remote.link = {1'250'000'000, 20_us, 1000, {{2}, {0}}};
  machine.remote = remote;
  return machine;
}

vm::MachineSpec pinging_vm_over_link() {
  vm::MachineSpec machine = with_remote(pinging_vm());
  machine.vms[0].devices[0].net.peer = {1, {}, remote_host};
  return machine;
}

vm::MachineSpec pinging_vms_over_link() {
  vm::MachineSpec machine = with_remote(pinging_vms());
  machine.vms[1].on = remote_host;
  machine.vms[1].placement.vcpu_cores = {1};
  return machine;
}

// 10 Gbit/s: 800 ps a byte. 20 bytes of IP, 8 of UDP and 14 of Ethernet are in `frame`; 24 are around it.
constexpr Duration on_wire = (frame + 24) * Duration{800} + 20_us;
// The NIC of a host interrupts an idle core; that of the other takes the packet from the bridge.
constexpr Duration wakes_napi = ps::idle_exit + ps::sched_switch;
constexpr Duration over_link = nic_transmit + on_wire + wakes_napi + nic_interrupt + nic_receive + bridge;

/// What became of all datagrams of a run.
struct Datagrams {
  std::uint64_t sent = 0, completed = 0, dropped = 0;
};

Datagrams datagrams_of(engine::Simulation& simulation, vm::Machine& vms) {
  Datagrams all;
  vms.probes().packet_sent.subscribe([&](vm::VmIndex) { ++all.sent; });
  vms.probes().completed.subscribe([&](vm::VmIndex, Duration, std::uint32_t) { ++all.completed; });
  vms.probes().dropped.subscribe([&](vm::VmIndex) { ++all.dropped; });
  simulation.run_until(Instant{length});
  return all;
}

}  // namespace

TEST_CASE("A ping between two guests of a host: from tap to tap over the bridge, and back the same way") {
  CHECK(steady_ping(pinging_vms()) == 2 * (guest_to_tap + bridge + tap_to_guest));
}

TEST_CASE(
    "A ping to a process of another host: bridge, NIC, wire, interrupt, polling thread, bridge, and back") {
  CHECK(steady_ping(pinging_vm_over_link()) == by_vhost + 2 * over_link);
}

TEST_CASE("A ping to a guest of another host: the same way from tap to tap") {
  CHECK(steady_ping(pinging_vms_over_link()) == 2 * (guest_to_tap + bridge + over_link + tap_to_guest));
}

TEST_CASE("The same seed gives the same run over a link, packet by packet") {
  vm::MachineSpec machine = pinging_vm_over_link();
  machine.vms[0].workload.kind = workload::WorkloadKind::tcp_stream;
  machine.vms[0].workload.request_bytes = 16384;
  machine.vms[0].count = 2;
  machine.vms[0].workload.compute = Distribution::exponential(1_us);
  CHECK(run_machine(machine, net_profile(), length) == run_machine(machine, net_profile(), length));
}

TEST_CASE("Over a link every datagram arrives, is dropped, or waits in a queue or on the wire") {
  vm::MachineSpec machine = pinging_vm_over_link();
  machine.remote->link.bandwidth = 12'500'000;  // 100 Mbit/s: fewer than the guest sends
  machine.remote->link.queue = 20;
  machine.vms[0].workload.kind = workload::WorkloadKind::udp_stream;
  machine.vms[0].workload.request_bytes = 1000;
  const std::uint64_t waiting = 20 + 1 + 1 + machine.vms[0].workload.datagrams;
  engine::Simulation simulation;
  vm::Machine vms(simulation, machine, net_profile());
  const auto [sent, completed, dropped] = datagrams_of(simulation, vms);
  CHECK(dropped > 0);
  CHECK(sent > 2 * waiting);
  CHECK(sent >= completed + dropped);
  CHECK(sent - completed - dropped <= waiting);
  // 1000 + 42 + 24 bytes each, one after the other, at 12.5 bytes a microsecond.
  CHECK(completed <= static_cast<std::uint64_t>(length / (1066 * 80_ns)));
  CHECK(completed >= static_cast<std::uint64_t>(length / (1066 * 80_ns)) - 3);
}

TEST_CASE("A guest's peer does what the guest's workload says, and counts no operations of its own") {
  const vm::MachineSpec machine = pinging_vms();
  engine::Simulation simulation;
  vm::Machine vms(simulation, machine, net_profile());
  std::map<vm::VmIndex, std::uint64_t> completed, sent, received;
  vms.probes().completed.subscribe([&](vm::VmIndex vm, Duration, std::uint32_t) { ++completed[vm]; });
  vms.probes().packet_sent.subscribe([&](vm::VmIndex vm) { ++sent[vm]; });
  vms.probes().packet_received.subscribe([&](vm::VmIndex vm) { ++received[vm]; });
  simulation.run_until(Instant{length});
  CHECK(completed[0] > 60);
  CHECK(completed[1] == 0);
  // The last one may be under way.
  CHECK(sent[0] - received[1] <= 1);
  CHECK(received[1] - sent[1] <= 1);
  CHECK(sent[1] - received[0] <= 1);
}

TEST_CASE("Between two guests every datagram arrives, is dropped, or waits in a queue") {
  vm::MachineSpec machine = pinging_vms();
  machine.vms[0].workload.kind = workload::WorkloadKind::udp_stream;
  machine.vms[0].workload.request_bytes = 1000;
  machine.vms[1].devices[0].net.tap.queue = 20;
  const std::uint64_t socket = machine.vms[0].workload.datagrams, ring = 256;
  engine::Simulation simulation;
  vm::Machine vms(simulation, machine, net_profile());
  const auto [sent, completed, dropped] = datagrams_of(simulation, vms);
  CHECK(sent > 4 * (20 + ring + socket));
  CHECK(sent >= completed + dropped);
  CHECK(sent - completed - dropped <= 20 + ring + socket);
}

TEST_CASE("A ping through vhost: stack, ring, kick, worker, tap, bridge, peer, and all the way back") {
  CHECK(steady_ping(pinging_vm()) == by_vhost);
}

TEST_CASE("The same through a thread of QEMU: a system call and the device model for each packet more") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  CHECK(steady_ping(machine) == by_iothread);
}

TEST_CASE("A ping through the TX timer takes its 150 us longer, from the kick to the flush") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  const Duration without = steady_ping(machine);
  machine.vms[0].devices[0].net.tx.flush = net::TxFlush::timer;
  // The thread has gone to sleep again; its own timer wakes it, on its own core: no IPI.
  const Duration second_wake = ps::idle_exit + ps::sched_switch + ps::epoll_ready;
  CHECK(steady_ping(machine) - without == 150_us + second_wake);
}

TEST_CASE("A bottom half sends in the loop's next turn, which costs one epoll_wait") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  const Duration without = steady_ping(machine);
  machine.vms[0].devices[0].net.tx.flush = net::TxFlush::bottom_half;
  CHECK(steady_ping(machine) - without == ps::epoll_ready);
}

TEST_CASE("Asking by select whether more waits costs the ping one select") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  const Duration batch = steady_ping(machine);
  machine.vms[0].devices[0].net.rx.interrupt = net::RxInterrupt::timeout;
  CHECK(steady_ping(machine) - batch == select_call);
}

TEST_CASE("A timeout of 50 us is in every ping, with the call that sleeps and the wake-up that it ends by") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  const Duration batch = steady_ping(machine);
  machine.vms[0].devices[0].net.rx.interrupt = net::RxInterrupt::timeout;
  machine.vms[0].devices[0].net.rx.wait = 50_us;
  const Duration wakes_by_timer = ps::idle_exit + ps::sched_switch + ps::epoll_ready;
  CHECK(steady_ping(machine) - batch == select_call + ps::epoll_ready + 50_us + wakes_by_timer);
}

TEST_CASE("A delay of 50 us before the interrupt is in every ping, less what the server did meanwhile") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].server.kind = server::ServerKind::iothread;
  const Duration batch = steady_ping(machine);
  machine.vms[0].devices[0].net.rx.interrupt = net::RxInterrupt::delay;
  machine.vms[0].devices[0].net.rx.wait = 50_us;
  // The timer starts with the packet in the ring. Without it the server would look at the tap once more
  // first.
  const Duration wakes_by_timer = ps::idle_exit + ps::sched_switch + ps::epoll_ready;
  CHECK(steady_ping(machine) - batch == 50_us + wakes_by_timer - ps::syscall);
}

TEST_CASE("With GSO off or on a ping of one frame is the same") {
  vm::MachineSpec machine = pinging_vm();
  machine.vms[0].devices[0].net.gso = true;
  CHECK(steady_ping(machine) == by_vhost);
}
