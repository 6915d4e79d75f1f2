#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What the guest's block layer does before a request reaches the ring: plug, merge, flush. The vcpu serves,
/// so that every sum is that of one thread.
namespace {

constexpr Duration length = 1_ms;
constexpr Duration service{4'000'037};

vm::MachineSpec blk_vm(std::uint32_t depth) {
  vm::MachineSpec machine = one_synchronous_vm();
  device::DeviceSpec& device = machine.vms[0].devices[0];
  device.kind = device::DeviceKind::blk;
  device.queue.size = 32;
  device.backend.kind = device::BackendKind::fixed;
  device.backend.service = Distribution::fixed(service);
  machine.vms[0].workload.direction = workload::Direction::write;
  machine.vms[0].workload.queue_depth = depth;
  return machine;
}

constexpr Duration of_batch = ps::kick_test + ps::exit_pio + ps::exit_userspace + ps::interrupt_test;
constexpr Duration of_request = ps::post + ps::pop + service + ps::push + ps::reap;

}  // namespace

TEST_CASE("A plug of so many posts pays the exit once for all of them; without plugging each pays its own") {
  for (const std::uint32_t plug : {1u, 2u, 4u, 8u}) {
    vm::MachineSpec machine = blk_vm(8);
    machine.vms[0].workload.plug = plug;
    const ObservedRun run = run_machine(machine, ps::profile(), length);
    INFO("plug " << plug);
    // From the last completion of one round to that of the next: 8 requests in 8 / plug batches.
    CHECK(run.completions[23] - run.completions[15] == 8 * of_request + (8 / plug) * of_batch);
    CHECK(run.kicks >= run.latencies.size() / plug);
  }
}

TEST_CASE("What a plug holds is merged into one request: posted, popped, served, pushed and reaped once") {
  vm::MachineSpec machine = blk_vm(8);
  machine.vms[0].workload.plug = 4;
  machine.vms[0].workload.merges = true;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  CHECK(run.completions[23] - run.completions[15] == 2 * (of_request + of_batch));
  CHECK(run.completions[16] == run.completions[19]);  // the four of one request at once
}

TEST_CASE("A flush follows every so many operations, and is an operation without data") {
  vm::MachineSpec machine = blk_vm(1);
  machine.vms[0].workload.flush_every = 3;
  engine::Simulation simulation(1);
  vm::Machine simulated(simulation, machine, ps::profile());
  std::vector<std::uint32_t> bytes;
  simulated.probes().completed.subscribe([&](vm::VmIndex, Duration, std::uint32_t b) { bytes.push_back(b); });
  simulation.run_until(Instant{length});
  REQUIRE(bytes.size() > 8);
  CHECK(std::vector(bytes.begin(), bytes.begin() + 8) ==
        std::vector<std::uint32_t>{512, 512, 512, 0, 512, 512, 512, 0});
}

TEST_CASE("With a disk the flush pays for its cache: one request in four is slower by the flush alone") {
  constexpr Duration seek{80'000'029}, flush{500'000'033};
  vm::MachineSpec machine = one_vm();
  device::DeviceSpec& device = machine.vms[0].devices[0];
  device.kind = device::DeviceKind::blk;
  device.queue.indirect = true;
  device.backend.kind = device::BackendKind::disk;
  device.backend.seek = Distribution::fixed(seek);
  device.backend.flush = Distribution::fixed(flush);
  machine.vms[0].workload.flush_every = 3;
  machine.vms[0].workload.direction = workload::Direction::write;
  const ObservedRun run = run_machine(machine, ps::profile(), 10_ms);
  REQUIRE(run.latencies.size() > 12);
  CHECK(run.latencies[8] == run.latencies[9]);
  CHECK(run.latencies[11] - run.latencies[10] == flush - seek - ps::aio_submit);
}

TEST_CASE("Native AIO: an io_submit on the way in, and the completions taken on the way out") {
  constexpr Duration seek{80'000'029};
  vm::MachineSpec machine = one_vm();
  device::DeviceSpec& device = machine.vms[0].devices[0];
  device.backend.kind = device::BackendKind::disk;
  device.backend.seek = Distribution::fixed(seek);
  const Duration latency = run_machine(machine, ps::profile(), length).steady_latency();
  cost::CostProfile free = ps::profile();
  free[cost::Component::aio_submit].value = free[cost::Component::aio_getevents].value =
      Distribution::fixed(0_ps);
  CHECK(latency - run_machine(machine, free, length).steady_latency() == ps::aio_submit + ps::aio_getevents);
  // A batch of one is no cheaper; the visit ends later than without, so that kicks are wanted again first.
  device.backend.batches = true;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == latency);
}
