#include "vmm/guest_control.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "protocol/control_block.hpp"
#include "small_vm.hpp"
#include "vmm/law_table.hpp"
#include "vmm/seed.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::vmm;
using notify::KickPathKind;
using protocol::KickKind;
using protocol::ProgramKind;

namespace {

constexpr ClockRates rates{{111, 222}, {333}};
constexpr std::uint64_t seed = 77;

struct Written {
  explicit Written(vm::VmSpec vm) : spec(std::move(vm)), plan(plan_guest(spec)), ram(plan.memory_bytes) {
    write_controls(ram, plan, spec, rates, seed);
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;

  const protocol::VcpuControl& control(std::size_t vcpu = 0) const {
    return ram.at<protocol::VcpuControl>(plan.vcpus[vcpu].control);
  }
  const protocol::Plan& program(std::size_t vcpu = 0) const { return control(vcpu).plan; }
  std::span<protocol::QueueControl> queues(std::size_t vcpu = 0) const {
    return ram.span<protocol::QueueControl>(program(vcpu).queue_table, program(vcpu).queues);
  }

  vm::VmSpec spec;
  GuestPlan plan;
  GuestRam ram;
};

protocol::QueueControl queue_of(KickPathKind kick) {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices.insert(spec.devices.begin(), device_of("first", 3));
  spec.devices[1].kick = kick;  // its queue has the fourth door
  return Written(spec).queues()[0];
}

}  // namespace

TEST_CASE("A vcpu's program is what the workload says, and none where it drives no queue") {
  vm::VmSpec spec = vm_of(2, 1);
  CHECK(Written(spec).program(0).kind == ProgramKind::closed_loop);
  CHECK(Written(spec).program(1).kind == ProgramKind::idle);
  CHECK(Written(spec).program(1).queues == 0);
  spec.workload.kind = workload::WorkloadKind::open_loop;
  CHECK(Written(spec).program(0).kind == ProgramKind::open_loop);
  spec.workload.completion = workload::Completion::none;
  CHECK(Written(spec).program(0).kind == ProgramKind::doorbell);
  CHECK(Written(spec).program(1).kind == ProgramKind::idle);
}

TEST_CASE("One program a queue posts all it may before it tests for a kick; a guest thread its depth") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.queue_depth = 8;
  CHECK(Written(spec).program().batch == ~std::uint32_t{0});
  spec.workload.threads = 2;
  CHECK(Written(spec).program().batch == 8);
  CHECK(Written(spec).queues()[0].in_flight == 2 * 8);
}

TEST_CASE("A guest that polls is told so") {
  vm::VmSpec spec = vm_of(1, 1);
  CHECK(Written(spec).program().polls == 0);
  spec.workload.completion = workload::Completion::poll;
  CHECK(Written(spec).program().polls == 1);
  CHECK(Written(spec).program().waits_for_all == 0);
  spec.workload.completion = workload::Completion::spin;
  CHECK(Written(spec).program().polls == 1);
  CHECK(Written(spec).program().waits_for_all == 1);
}

TEST_CASE("Rates, addresses and an untouched progress are in every block") {
  const Written written(vm_of(2, 4));
  std::set<std::uint64_t> seeds;
  for (std::size_t v = 0; v < 2; ++v) {
    const protocol::Plan& program = written.program(v);
    const VcpuPlan& vcpu = written.plan.vcpus[v];
    CHECK(program.tsc.ps_per_tick == 111);
    CHECK(program.tsc.ticks_per_ps == 222);
    CHECK(program.spin.iterations_per_ps == 333);
    CHECK(program.queues == 2);
    CHECK(program.queue_table == vcpu.queue_table);
    CHECK(program.shared == written.plan.shared);
    CHECK(program.shared_bytes == written.plan.shared_bytes);
    CHECK(program.scratch == vcpu.scratch);
    CHECK(program.scratch_bytes == 2 * protocol::arena_bytes_of_queue);
    CHECK(program.histogram == vcpu.histogram);
    CHECK(program.seed == seed_of(seed, v));
    seeds.insert(program.seed);
    const protocol::Progress& progress = written.control(v).progress;
    CHECK(progress.state == protocol::State::booting);
    CHECK(progress.ops == 0);
    CHECK(progress.latency_min == ~std::uint64_t{0});
    CHECK(written.control(v).should_stop == 0);
  }
  CHECK(seeds.size() == 2);
}

TEST_CASE("A block is written anew, whatever a run before has left") {
  const Written written(vm_of(1, 1));
  auto& control = written.ram.at<protocol::VcpuControl>(written.plan.vcpus[0].control);
  control.should_stop = 1;
  control.is_interrupted = 1;
  control.progress.ops = 5;
  write_controls(written.ram, written.plan, written.spec, rates, seed);
  CHECK(control.should_stop == 0);
  CHECK(control.is_interrupted == 0);
  CHECK(control.progress.ops == 0);
}

TEST_CASE("Each kick path leads to its door") {
  constexpr std::uint64_t port = 0x1000 + 3 * 4;
  constexpr std::uint64_t word = 0xd0000000 + 3 * 4;
  for (const auto kick : {KickPathKind::userspace_pio, KickPathKind::ioeventfd_pio}) {
    CHECK(queue_of(kick).kick == KickKind::port);
    CHECK(queue_of(kick).kick_address == port);
  }
  for (const auto kick :
       {KickPathKind::userspace_mmio, KickPathKind::ioeventfd_mmio, KickPathKind::ioeventfd_mmio_wildcard}) {
    CHECK(queue_of(kick).kick == KickKind::mmio);
    CHECK(queue_of(kick).kick_address == word);
  }
  CHECK(queue_of(KickPathKind::none).kick == KickKind::none);
}

TEST_CASE("A vcpu's table lists its own queues, as the plan has laid them") {
  vm::VmSpec spec = vm_of(2, 3);
  spec.devices[0].queue.suppression = virtqueue::Suppression::event_idx;
  spec.workload.queue_depth = 5;
  const Written written(spec);
  REQUIRE(written.queues(0).size() == 2);
  REQUIRE(written.queues(1).size() == 1);
  CHECK(written.queues(0)[0].id == 0);
  CHECK(written.queues(0)[1].id == 2);
  CHECK(written.queues(1)[0].id == 1);
  const protocol::QueueControl& control = written.queues(0)[1];
  const QueuePlan& queue = written.plan.queues[2];
  CHECK(control.in_flight == 5);
  CHECK(control.suppression == virtqueue::Suppression::event_idx);
  const auto& rings = std::get<virtqueue::QueueLayout>(queue.rings);
  CHECK(control.rings.desc == rings.desc);
  CHECK(control.rings.used == rings.used);
  CHECK(control.rings.size == 16);
  CHECK(control.packed_rings.size == 0);
  CHECK(control.requests.slots == queue.requests.slots);
  CHECK(control.requests.data == queue.requests.data);
  CHECK(control.driver_slots == queue.driver_slots);
  CHECK(control.request_slots == queue.request_slots);
}

TEST_CASE("A packed queue's rings are told as packed ones, and no split ones are") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices[0].queue.layout = device::Layout::packed;
  spec.devices[0].queue.size = 7;
  const Written written(spec);
  const protocol::QueueControl& control = written.queues(0)[0];
  const auto& rings = std::get<virtqueue::PackedLayout>(written.plan.queues[0].rings);
  CHECK(control.packed_rings.ring == rings.ring);
  CHECK(control.packed_rings.driver_event == rings.driver_event);
  CHECK(control.packed_rings.device_event == rings.device_event);
  CHECK(control.packed_rings.size == 7);
  CHECK(control.rings.size == 0);
}

TEST_CASE("Fixed laws are their value") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.compute = Distribution::fixed(3_us);
  const Written written(spec);
  CHECK(written.program().compute.fixed_ps == 3'000'000);
  CHECK(written.program().compute.table == 0);
  CHECK(written.program().arrivals.fixed_ps == 0);
}

TEST_CASE("Other laws are their slices, where the plan has left room") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.compute = Distribution::exponential(3_us);
  spec.workload.arrivals = Distribution::uniform(1_us, 2_us);
  const Written written(spec);
  CHECK(written.program().compute.table == written.plan.compute_table);
  CHECK(written.program().arrivals.table == written.plan.arrivals_table);
  const auto same = [&](std::uint64_t table, const Distribution& law) {
    const auto slices = slices_of(law);
    const auto there = written.ram.span<std::int64_t>(table, slices.size());
    return std::equal(slices.begin(), slices.end(), there.begin());
  };
  CHECK(same(written.plan.compute_table, spec.workload.compute));
  CHECK(same(written.plan.arrivals_table, spec.workload.arrivals));
}
