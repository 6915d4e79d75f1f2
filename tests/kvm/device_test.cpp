#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using device::BackendKind;

namespace {

constexpr std::uint64_t some = 200;

vm::VmSpec one_disk(bool is_indirect) {
  vm::VmSpec spec = one_ring();
  device::DeviceSpec& disk = spec.devices[0];
  disk.kind = device::DeviceKind::blk;
  disk.queue.indirect = is_indirect;
  disk.backend.kind = BackendKind::disk;
  disk.backend.submit = Distribution::fixed(2_us);
  disk.backend.seek = Distribution::exponential(100_us);
  disk.backend.parallel = 4;
  disk.backend.bandwidth = 1'000'000'000;
  spec.workload.queue_depth = 8;
  spec.workload.request_bytes = 4096;
  return spec;
}

}  // namespace

TEST_CASE("A disk completes later, out of order, by chains or indirect tables") {
  const vm::VmSpec spec = one_disk(GENERATE(false, true));
  const results::InstanceCounts vm = RealMachine(machine_of(spec)).run_until(some)[0];
  CHECK(known(vm.counts.bytes) == 4096 * known(vm.counts.ops));
  // 100 us of positioning each, four at a time: no request is faster than its transfer of 4.1 us.
  CHECK(vm.latency.min().value() > 4_us);
}

TEST_CASE("A disk that writes reads the data of the guest") {
  vm::VmSpec spec = one_disk(false);
  spec.workload.direction = workload::Direction::write;
  CHECK(known(RealMachine(machine_of(spec)).run_until(some)[0].counts.ops) >= some);
}

TEST_CASE("A device's time passes beside the server's") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].backend.kind = BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(1_ms);
  spec.workload.queue_depth = 4;
  const results::InstanceCounts vm = RealMachine(machine_of(spec)).run_until(some)[0];
  CHECK(vm.latency.min().value() >= 1_ms);
}

TEST_CASE("What a vcpu's thread submits, the main loop completes with an interrupt") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].kick = notify::KickPathKind::userspace_pio;
  spec.devices[0].server.kind = server::ServerKind::vcpu;
  spec.devices[0].backend.kind = BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(100_us);
  const results::Counts counts = RealMachine(machine_of(spec)).run_until(some)[0].counts;
  // Whoever wakes the guest to stop it may make it see a completion that then needs no interrupt.
  CHECK(known(counts.interrupts) <= known(counts.ops));
  CHECK(known(counts.interrupts) + 2 >= known(counts.ops));
  CHECK(known(counts.full_exits) == known(counts.kicks) + 1);
}

TEST_CASE("A device that no workload drives harms nobody") {
  vm::VmSpec spec = one_ring();
  spec.devices.push_back(spec.devices[0]);
  spec.devices[1].name = "idle";
  spec.devices[1].queues = 3;
  CHECK(known(RealMachine(machine_of(spec)).run_until(some)[0].counts.ops) >= some);
}

TEST_CASE("Every vcpu rings its own bare doorbell") {
  vm::VmSpec spec = one_ring();
  spec.vcpus = 2;
  spec.devices[0].queues = 2;
  spec.workload.completion = workload::Completion::none;
  spec.devices[0].server.kind = server::ServerKind::none;
  const results::Counts counts = RealMachine(machine_of(spec)).run_until(some)[0].counts;
  CHECK(known(counts.kicks) == known(counts.ops));
}

TEST_CASE("A bare doorbell is rung and counted, by whatever path") {
  vm::VmSpec spec = one_ring();
  spec.workload.completion = workload::Completion::none;
  spec.devices[0].server.kind = server::ServerKind::none;
  SECTION("in the kernel") {
    const results::Counts counts = RealMachine(machine_of(spec)).run_until(some)[0].counts;
    CHECK(known(counts.kicks) == known(counts.ops));
    CHECK(known(counts.full_exits) == 1);
  }
  SECTION("in userspace") {
    spec.devices[0].kick = notify::KickPathKind::userspace_mmio;
    spec.devices[0].server.kind = server::ServerKind::vcpu;
    const results::Counts counts = RealMachine(machine_of(spec)).run_until(some)[0].counts;
    CHECK(known(counts.full_exits) == known(counts.kicks) + 1);
  }
}
