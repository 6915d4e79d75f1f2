#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using notify::InterruptPathKind;
using notify::KickPathKind;
using virtqueue::Suppression;

namespace {

constexpr std::uint64_t some = 300;  // requests

results::Counts counts_of(const vm::VmSpec& spec) {
  return RealMachine(machine_of(spec)).run_until(some)[0].counts;
}

}  // namespace

TEST_CASE("Every ioeventfd path carries kicks, and none of them comes to userspace") {
  const auto kick = GENERATE(KickPathKind::ioeventfd_pio, KickPathKind::ioeventfd_mmio,
                             KickPathKind::ioeventfd_mmio_wildcard);
  vm::VmSpec spec = one_ring();
  spec.devices[0].kick = kick;
  const results::Counts counts = counts_of(spec);
  CHECK(known(counts.ops) >= some);
  CHECK(known(counts.kicks) > 0);
  CHECK(known(counts.full_exits) <= 1);  // the program's end
}

TEST_CASE("A kick that returns to userspace is served there: as many exits as kicks, and no interrupt") {
  const auto kick = GENERATE(KickPathKind::userspace_pio, KickPathKind::userspace_mmio);
  vm::VmSpec spec = one_ring();
  spec.devices[0].kick = kick;
  spec.devices[0].server.kind = server::ServerKind::vcpu;
  const results::Counts counts = counts_of(spec);
  CHECK(known(counts.ops) == known(counts.kicks));
  CHECK(known(counts.full_exits) == known(counts.kicks) + 1);
  CHECK(known(counts.interrupts) == 0);
}

TEST_CASE("Interrupts arrive by irqfd and by ioctl, under every way to suppress them") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].interrupt = GENERATE(InterruptPathKind::irqfd, InterruptPathKind::ioctl);
  spec.devices[0].queue.suppression = GENERATE(Suppression::flags, Suppression::event_idx, Suppression::none);
  spec.workload.queue_depth = GENERATE(1u, 16u);
  const results::Counts counts = counts_of(spec);
  CHECK(known(counts.ops) >= some);
  CHECK(known(counts.interrupts) > 0);
  CHECK(known(counts.interrupts) <= known(counts.ops));
}

TEST_CASE("A polling guest takes no interrupts; with a server that always polls nobody kicks either") {
  vm::VmSpec spec = one_ring();
  spec.workload.completion = workload::Completion::poll;
  spec.devices[0].interrupt = InterruptPathKind::none;
  SECTION("it kicks an iothread that sleeps") {
    const results::Counts counts = counts_of(spec);
    CHECK(known(counts.kicks) > 0);
    CHECK(known(counts.interrupts) == 0);
  }
  SECTION("both poll") {
    spec.devices[0].kick = KickPathKind::none;
    spec.devices[0].server.poll.always = true;
    const results::Counts counts = counts_of(spec);
    CHECK(known(counts.kicks) == 0);
    CHECK(known(counts.interrupts) == 0);
  }
}

TEST_CASE("An iothread that polls adaptively loses nothing") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].server.poll.max = 1_ms;
  spec.devices[0].queue.suppression = GENERATE(Suppression::flags, Suppression::event_idx);
  CHECK(known(counts_of(spec).ops) >= some);
}

TEST_CASE("Guest CPU time and service time are spent") {
  vm::VmSpec spec = one_ring();
  spec.workload.compute = Distribution::fixed(200_us);
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.service = Distribution::exponential(100_us);
  const results::InstanceCounts vm = RealMachine(machine_of(spec)).run_until(50)[0];
  // At least 50 (200 + 100) us; the law's mean of 50 draws is above half of its own with great certainty.
  CHECK(vm.counts.cpu_time.get().value() > 50 * 250_us);
  CHECK(vm.latency.mean().value() > 50_us);
}
