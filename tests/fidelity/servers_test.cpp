#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using server::ServerKind;

/// One request to each kind of server on an idle other core, by its parts. other_core_test.cpp explains the
/// parts that all have in common.
namespace {

constexpr Duration length = 5_ms;

constexpr Duration until_signal = ps::post + ps::line + ps::kick_test + ps::exit_pio / 2 + ps::eventfd_signal;
constexpr Duration wakes_idle_core = ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch;
constexpr Duration drains = 2 * ps::line + ps::pop + ps::line + ps::push + ps::interrupt_test;
constexpr Duration vcpu_reaps =
    wakes_idle_core + ps::unblock + ps::inject + ps::eoi + ps::irq_return + 2 * ps::line + ps::reap;

constexpr Duration by_iothread =
    until_signal + wakes_idle_core + ps::epoll_ready + ps::eventfd_read + drains + ps::irqfd + vcpu_reaps;
// No epoll, no read: who signals queues the work, the worker takes it, and injects without a system call.
constexpr Duration by_vhost = until_signal + ps::vhost_queue + wakes_idle_core + ps::vhost_run + drains +
                              ps::irqfd_in_kernel + vcpu_reaps;

vm::MachineSpec served_by(ServerKind kind) {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].server.kind = kind;
  return machine;
}

vm::MachineSpec with_device_time(vm::MachineSpec machine, Duration latency) {
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.latency = Distribution::fixed(latency);
  return machine;
}

}  // namespace

TEST_CASE("A kick to a vhost worker: exit, signal, work queued, wake, serve, interrupt in the kernel, reap") {
  const ObservedRun run = run_machine(served_by(ServerKind::vhost), ps::profile(), length);
  CHECK(run.steady_latency() == by_vhost);
  CHECK(run.completions[9] - run.completions[8] == by_vhost);
  CHECK(by_iothread - by_vhost == ps::epoll_ready + ps::eventfd_read + ps::irqfd - ps::irqfd_in_kernel -
                                      ps::vhost_queue - ps::vhost_run);
}

TEST_CASE("With six places on the I/O bus vhost gets its ioeventfd all the same") {
  vm::MachineSpec machine = served_by(ServerKind::vhost);
  machine.vms[0].io_bus_devices = 6;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  CHECK(run.steady_latency() == by_vhost);
  CHECK(run.full_exits == 0);
}

TEST_CASE("A vhost worker that looks on for longer than the guest pauses needs no kick; a shorter one does") {
  vm::MachineSpec machine = served_by(ServerKind::vhost);
  machine.vms[0].workload.compute = Distribution::fixed(20_us);
  machine.vms[0].devices[0].server.busyloop = 200_us;
  const ObservedRun patient = run_machine(machine, ps::profile(), length);
  CHECK(patient.latencies.size() > 100);
  CHECK(patient.kicks <= 1);
  machine.vms[0].devices[0].server.busyloop = 5_us;
  const ObservedRun hasty = run_machine(machine, ps::profile(), length);
  CHECK(hasty.kicks >= hasty.latencies.size());
}

TEST_CASE("No request is lost when a vhost worker's busy loop ends just as it comes, whatever the moment") {
  for (Duration compute = 1_us; compute < 60_us; compute += 377'003_ps) {
    vm::MachineSpec machine = served_by(ServerKind::vhost);
    machine.vms[0].devices[0].server.busyloop = 20_us;
    machine.vms[0].workload.compute = Distribution::fixed(compute);
    const ObservedRun run = run_machine(machine, ps::profile(), 2_ms);
    INFO("compute " << compute.count() << " ps");
    REQUIRE_FALSE(run.completions.empty());
    CHECK(run.completions.back() > Instant{2_ms - compute - 60_us});
  }
}

TEST_CASE("A thread of one queue sleeps in read(2): the same without epoll") {
  CHECK(run_machine(served_by(ServerKind::thread_per_queue), ps::profile(), length).steady_latency() ==
        by_iothread - ps::epoll_ready);
}

TEST_CASE("It waits for its device in the system call: one more wake-up, but no event and no read") {
  constexpr Duration device_time{60'000'013};
  const vm::MachineSpec machine = with_device_time(served_by(ServerKind::thread_per_queue), device_time);
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() ==
        by_iothread - ps::epoll_ready + device_time + ps::idle_exit + ps::sched_switch);
}

TEST_CASE("The main loop pays for each descriptor that it watches, of idle devices too") {
  // Its own notifier and the kicks of the one queue.
  vm::MachineSpec machine = served_by(ServerKind::main_loop);
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == by_iothread + 2 * ps::ppoll_fd);
  // Five devices more, idle, of two queues each.
  for (int i = 0; i < 5; ++i) {
    machine.vms[0].devices.push_back(machine.vms[0].devices[0]);
    machine.vms[0].devices.back().name = "idle" + std::to_string(i);
    machine.vms[0].devices.back().queues = 2;
  }
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == by_iothread + 12 * ps::ppoll_fd);
  // An iothread does not care.
  for (device::DeviceSpec& device : machine.vms[0].devices) {
    device.server.kind = ServerKind::iothread;
    device.server.name = "io0";
  }
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == by_iothread);
}

TEST_CASE("Two vcpus with a queue each: one thread for both serves half of what a thread for each does") {
  vm::MachineSpec machine = one_vm();
  machine.host.cores = 4;
  machine.vms[0].vcpus = 2;
  machine.vms[0].devices[0].queues = 2;
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.service = Distribution::fixed(100_us);
  machine.vms[0].placement.vcpu_cores = {0, 1};
  machine.vms[0].placement.vcpus = vm::PlacementSpec::Vcpus::cores;
  machine.vms[0].placement.servers = vm::PlacementSpec::Servers::cores;
  machine.vms[0].placement.server_cores = {2, 3};
  const auto operations = [&](ServerKind kind, std::uint32_t iothreads) {
    machine.vms[0].devices[0].server.kind = kind;
    machine.vms[0].devices[0].server.iothreads = iothreads;
    return static_cast<double>(run_machine(machine, ps::profile(), 20_ms).latencies.size());
  };
  const double one = operations(ServerKind::iothread, 1);
  CHECK(operations(ServerKind::iothread, 0) / one > 1.6);
  CHECK(operations(ServerKind::iothread, 2) == operations(ServerKind::iothread, 0));
  CHECK(operations(ServerKind::thread_per_queue, 1) / one > 1.6);
  CHECK(operations(ServerKind::main_loop, 1) / one < 1.05);
  CHECK(operations(ServerKind::vhost, 1) / one < 1.2);
}

TEST_CASE("Every kind of server serves all queues of virtio-blk, and completes as many as are posted") {
  for (const ServerKind kind : {ServerKind::iothread, ServerKind::main_loop, ServerKind::thread_per_queue}) {
    vm::MachineSpec machine = with_device_time(served_by(kind), 30_us);
    machine.vms[0].vcpus = 2;
    machine.host.cores = 3;
    machine.vms[0].devices[0].kind = device::DeviceKind::blk;
    machine.vms[0].devices[0].queues = 4;
    machine.vms[0].devices[0].queue.size = 16;
    machine.vms[0].workload.queue_depth = 3;
    machine.vms[0].placement.servers = vm::PlacementSpec::Servers::cores;
    machine.vms[0].placement.server_cores = {2};
    engine::Simulation simulation(1);
    vm::Machine simulated(simulation, machine, ps::profile());
    std::uint64_t done = 0;
    simulated.probes().completed.subscribe([&](vm::VmIndex, Duration, std::uint32_t) { ++done; });
    simulation.run_until(Instant{20_ms});
    INFO("kind " << static_cast<int>(kind));
    CHECK(done > 400);
  }
}
