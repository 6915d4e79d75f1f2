#include <random>

#include <catch2/catch.hpp>

#include "attributed_run.hpp"
#include "support/distinct_costs.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

/// Any machine: so many VMs, vcpus, cores, requests in flight, servers, ways to wait.
vm::MachineSpec any_machine(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(random() % n); };
  vm::MachineSpec machine = below(4) == 0 ? one_synchronous_vm() : one_vm();
  machine.host.cores = 2 + below(3);
  const char* const policies[] = {"fifo", "cfs", "eevdf"};
  machine.host.scheduler.policy = policies[below(3)];
  vm::VmSpec& vm = machine.vms[0];
  vm.count = 1 + below(3);
  vm.vcpus = 1 + below(2);
  vm.vcpu.apicv = below(2) == 0;
  vm.vcpu.halt_poll.max = below(2) == 0 ? 0_us : 50_us;
  vm.placement.vcpus = below(2) == 0 ? vm::PlacementSpec::Vcpus::any : vm::PlacementSpec::Vcpus::spread;
  const vm::PlacementSpec::Servers servers[] = {vm::PlacementSpec::Servers::any,
                                                vm::PlacementSpec::Servers::same_core,
                                                vm::PlacementSpec::Servers::other_core};
  // Beside their vcpu servers can be only where that has a core of its own.
  const bool is_seated = vm.placement.vcpus == vm::PlacementSpec::Vcpus::spread;
  vm.placement.servers = servers[is_seated ? below(3) : 0];
  device::DeviceSpec& device = vm.devices[0];
  device.queues = static_cast<std::uint16_t>(vm.vcpus);
  device.queue.size = 64;
  if (device.server.kind != server::ServerKind::vcpu && below(2) == 0)
    device.server.kind = server::ServerKind::vhost;
  device.backend.kind = device::BackendKind::fixed;
  device.backend.service = Distribution::fixed(Duration{below(10'000'000)});
  if (below(2) == 0) device.backend.latency = Distribution::fixed(Duration{below(50'000'000)});
  vm.workload.queue_depth = 1 + below(8);
  vm.workload.compute = Distribution::fixed(Duration{below(20'000'000)});
  if (below(3) == 0) vm.workload.completion = workload::Completion::poll;
  if (below(3) == 0) {
    vm.workload.kind = workload::WorkloadKind::open_loop;
    vm.workload.limit = 16;
    vm.workload.arrivals = Distribution::fixed(Duration{5'000'000 + below(100'000'000)});
  }
  if (below(3) == 0) machine.background.push_back({});
  return machine;
}

}  // namespace

TEST_CASE("In any machine the parts sum to the latencies and to the cores' time, and nothing is lost") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const trace::Attribution attribution = attribute(any_machine(seed), ps::profile(), 2_ms, 10_ms, seed);
    check_sums(attribution);
    for (const trace::OperationTime& time : attribution.operations)
      CHECK(time.split[trace::Part::other] == Duration::zero());
    for (const trace::CoreTime& core : attribution.cores)
      CHECK(core.split[trace::Part::other] == Duration::zero());
  }
}
