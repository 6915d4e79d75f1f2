#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "ranges.hpp"
#include "small_vm.hpp"
#include "virtqueue/direct_memory.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::vmm;

/// What holds of the plan of any VM, tried on random ones.
namespace {

struct RandomVm {
  explicit RandomVm(std::uint64_t seed) : random(seed) {
    spec.vcpus = below(4) == 0 ? 1 + below(255) : 1 + below(8);
    const std::uint32_t devices = 1 + below(3);
    for (std::uint32_t d = 0; d < devices; ++d) spec.devices.push_back(random_device(d));
    fill_workload(devices);
    sample_room = below(2) == 0 ? 0 : below(100'000);
  }

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); }

  device::DeviceSpec random_device(std::uint32_t number) {
    const auto size = static_cast<std::uint16_t>(1u << below(below(8) == 0 ? 16 : 10));
    auto device = device_of("d" + std::to_string(number), static_cast<std::uint16_t>(1 + below(20)), size);
    device.kind = below(2) == 0 ? device::DeviceKind::doorbell : device::DeviceKind::blk;
    device.queue.indirect = below(2) == 0;
    if (below(2) == 0) device.queue.layout = device::Layout::packed;
    return device;
  }

  void fill_workload(std::uint32_t devices) {
    workload::WorkloadSpec& workload = spec.workload;
    workload.device = "d" + std::to_string(below(devices));
    workload.kind = below(2) == 0 ? workload::WorkloadKind::closed_loop : workload::WorkloadKind::open_loop;
    workload.completion = static_cast<workload::Completion>(below(3));
    workload.queue_depth = 1 + below(300);
    workload.threads = below(2) == 0 ? 0 : 1 + below(30);
    workload.limit = 1 + below(1000);
    workload.request_bytes = 1 + below(1 << (1 + below(20)));
    if (below(2) == 0) workload.compute = Distribution::exponential(1_us);
    if (below(2) == 0) workload.arrivals = Distribution::lognormal(1_us, 0.5);
  }

  std::mt19937_64 random;
  vm::VmSpec spec;
  std::uint64_t sample_room = 0;
};

void check_places(const vm::VmSpec& spec, const GuestPlan& plan, std::uint64_t sample_room) {
  const Ranges ranges(spec, plan, sample_room);
  CHECK(overlap_in(ranges.all()) == "");
  std::uint64_t last = 0;
  for (const Range& range : ranges.all()) last = std::max(last, range.end);
  CHECK(plan.memory_bytes % protocol::large_page == 0);
  CHECK(last <= plan.memory_bytes);
  CHECK(plan.memory_bytes < last + 2 * protocol::large_page);  // no large page in vain, but for empty ends
  const std::uint64_t shared_end = plan.shared + plan.shared_bytes;
  const auto lies_outside = [&](const Range& r) { return r.begin < plan.shared || r.end > shared_end; };
  for (const Range& range : ranges.shared())
    if (lies_outside(range)) FAIL_CHECK(range.name << " is not shared");
  for (const Range& range : ranges.own())
    if (range.end > plan.shared) FAIL_CHECK(range.name << " is shared");
}

void check_alignment(const vm::VmSpec& spec, const GuestPlan& plan) {
  for (const VcpuPlan& vcpu : plan.vcpus) {
    for (const std::uint64_t at : {vcpu.control, vcpu.task_state, vcpu.ring0_stack, vcpu.ring3_stack})
      CHECK(at % protocol::page == 0);
    for (const std::uint64_t at : {vcpu.histogram, vcpu.queue_table, vcpu.scratch}) CHECK(at % 64 == 0);
    CHECK(vcpu.scratch_bytes == vcpu.driven.size() * protocol::arena_bytes_of_queue);
  }
  CHECK(plan.shared % protocol::page == 0);
  const virtqueue::DirectMemory memory{nullptr, {plan.shared}, plan.shared_bytes};
  for (const QueuePlan& queue : plan.queues) {
    std::visit(
        [&](const auto& rings) {
          CHECK(virtqueue::is_usable(memory, rings));
          CHECK(rings.size == spec.devices[queue.device].queue.size);
        },
        queue.rings);
    CHECK(queue.requests.slots.value % 64 == 0);
    CHECK(virtqueue::is_aligned(queue.requests.table(0), virtqueue::desc_alignment));
    CHECK(queue.driver_slots % 64 == 0);
    CHECK(queue.request_slots % 64 == 0);
  }
}

void check_numbers(const vm::VmSpec& spec, const GuestPlan& plan) {
  std::set<std::pair<std::uint32_t, unsigned>> vectors;
  for (std::size_t i = 0; i < plan.queues.size(); ++i) {
    const QueuePlan& queue = plan.queues[i];
    CHECK(queue.door == i);
    CHECK(queue.vcpu == queue.id % spec.vcpus);
    CHECK(queue.vector >= protocol::first_queue_vector);
    vectors.insert({queue.vcpu, queue.vector});
  }
  CHECK(vectors.size() == plan.queues.size());
}

void check_driven(const vm::VmSpec& spec, const GuestPlan& plan) {
  std::set<std::uint32_t> driven;
  for (std::size_t v = 0; v < plan.vcpus.size(); ++v)
    for (const std::uint32_t place : plan.vcpus[v].driven) {
      CHECK(plan.queues[place].vcpu == v);
      CHECK(spec.devices[plan.queues[place].device].name == spec.workload.device);
      CHECK(driven.insert(place).second);
    }
  for (const QueuePlan& queue : plan.queues)
    if (queue.in_flight != 0) CHECK(driven.count(queue.door) == 1);
}

}  // namespace

TEST_CASE(
    "Whatever the VM: nothing overlaps, all is aligned and in memory, and every queue has its own number") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    const RandomVm vm(seed);
    const GuestPlan plan = plan_guest(vm.spec, vm.sample_room);
    check_places(vm.spec, plan, vm.sample_room);
    check_alignment(vm.spec, plan);
    check_numbers(vm.spec, plan);
    check_driven(vm.spec, plan);
  }
}

TEST_CASE("The largest VM of which a vcpu's doors and vectors are enough is planned without overlap") {
  vm::VmSpec spec = vm_of(255, 2048, 8);
  const GuestPlan plan = plan_guest(spec);
  check_places(spec, plan, 0);
  check_numbers(spec, plan);
  CHECK(plan.vcpus[0].driven.size() == 9);  // 2048 = 8 * 255 + 8: the first eight have one more
  CHECK(plan.vcpus[7].driven.size() == 9);
  CHECK(plan.vcpus[8].driven.size() == 8);
}
