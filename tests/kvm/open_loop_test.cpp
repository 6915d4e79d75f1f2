#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using workload::Completion;

namespace {

vm::VmSpec open_ring(Duration mean, std::uint32_t limit) {
  vm::VmSpec spec = one_ring();
  spec.workload.kind = workload::WorkloadKind::open_loop;
  spec.workload.arrivals = Distribution::exponential(mean);
  spec.workload.limit = limit;
  return spec;
}

}  // namespace

TEST_CASE(
    "An open loop sleeps until the next arrival, by the deadline timer, and drops nothing at low load") {
  vm::VmSpec spec = open_ring(5_ms, 64);
  spec.workload.completion = GENERATE(Completion::interrupt, Completion::poll);
  RealMachine real(machine_of(spec));
  const results::Counts counts = real.run_until(100)[0].counts;
  CHECK(known(counts.ops) >= 100);
  CHECK(known(counts.dropped) == 0);
  const protocol::VcpuControl& vcpu = real.machine.vms()[0]->control(0);
  // Each gap ends by the timer, unless a completion ends it.
  CHECK((vcpu.timers > 0) == (spec.workload.completion == Completion::interrupt));
}

TEST_CASE("Beyond its limit in flight an open loop drops, and says so") {
  vm::VmSpec spec = open_ring(10_us, 2);
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(2_ms);
  const results::Counts counts = RealMachine(machine_of(spec)).run_until(20)[0].counts;
  // 2 in flight for 2 ms each are at most 1000 a second, of the 100,000 that arrive.
  CHECK(known(counts.dropped) > known(counts.ops));
}

TEST_CASE("Latency counts from the intended arrival") {
  vm::VmSpec spec = open_ring(100_us, 256);
  spec.workload.compute = Distribution::fixed(1_ms);
  const results::InstanceCounts vm = RealMachine(machine_of(spec)).run_until(100)[0];
  // Ten times as much arrives as can be posted: the backlog grows by 0.9 ms with each request.
  CHECK(vm.latency.max().value() > 20_ms);
}
