#include "vmm/guest_plan.hpp"

#include <catch2/catch.hpp>

#include "ranges.hpp"
#include "small_vm.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::vmm;

namespace {

std::vector<std::uint32_t> in_flight_of(const GuestPlan& plan) {
  std::vector<std::uint32_t> counts;
  for (const QueuePlan& queue : plan.queues) counts.push_back(queue.in_flight);
  return counts;
}

using Counts = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("Ranges that touch do not overlap; one byte more does") {
  CHECK(overlap_in({{10, 20, "b"}, {0, 10, "a"}}).empty());
  CHECK(overlap_in({{10, 20, "b"}, {0, 11, "a"}}) == "a and b");
}

TEST_CASE("The smallest VM: one vcpu, one queue of one entry") {
  const vm::VmSpec spec = vm_of(1, 1, 1);
  const GuestPlan plan = plan_guest(spec);
  REQUIRE(plan.vcpus.size() == 1);
  REQUIRE(plan.queues.size() == 1);
  CHECK(overlap_in(Ranges(spec, plan, 0).all()).empty());
  CHECK(plan.vcpus[0].driven == Counts{0});
  CHECK(plan.compute_table == 0);  // fixed laws need no table
  CHECK(plan.arrivals_table == 0);
  // 2 MiB up to the payload's end; control, TSS, stacks (1 + 4 pages), histogram (38 * 128 * 8 = 9.5 pages),
  // ...
  CHECK(plan.memory_bytes == 2 * protocol::large_page);
}

TEST_CASE("Queue q of a device belongs to vcpu q modulo vcpus") {
  vm::VmSpec spec = vm_of(3, 7);
  spec.devices.push_back(device_of("second", 2));
  const GuestPlan plan = plan_guest(spec);
  REQUIRE(plan.queues.size() == 7 + 2);
  for (const QueuePlan& queue : plan.queues) CHECK(queue.vcpu == queue.id % 3);
  CHECK(plan.queues[6].vcpu == 0);
  CHECK(plan.queues[7].device == 1);
  CHECK(plan.queues[7].id == 0);
  CHECK(plan.queues[7].vcpu == 0);  // counted anew for each device
}

TEST_CASE("Doors number the queues of all devices; a vcpu's vectors follow each other over all devices") {
  vm::VmSpec spec = vm_of(2, 3);
  spec.devices.push_back(device_of("second", 2));
  const GuestPlan plan = plan_guest(spec);
  std::vector<unsigned> vectors;
  for (std::uint32_t door = 0; door < 5; ++door) {
    CHECK(plan.queues[door].door == door);
    vectors.push_back(plan.queues[door].vector);
  }
  // vcpu 0: queues 0, 2 of the first and 0 of the second device; vcpu 1: the others
  CHECK(vectors == std::vector<unsigned>{0x40, 0x40, 0x41, 0x42, 0x41});
}

TEST_CASE("In a closed loop as many requests are in flight as the queue is deep") {
  vm::VmSpec spec = vm_of(1, 2);
  spec.workload.queue_depth = 7;
  CHECK(in_flight_of(plan_guest(spec)) == Counts{7, 7});
}

TEST_CASE("Guest threads are dealt to the queues in turn, each with its own depth") {
  vm::VmSpec spec = vm_of(1, 3);
  spec.workload.queue_depth = 2;
  spec.workload.threads = 4;  // queue 0 has threads 0 and 3
  CHECK(in_flight_of(plan_guest(spec)) == Counts{2 * 2, 2, 2});
}

TEST_CASE("A queue without a thread is not driven") {
  vm::VmSpec spec = vm_of(2, 3);
  spec.workload.threads = 1;
  const GuestPlan plan = plan_guest(spec);
  CHECK(in_flight_of(plan) == Counts{1, 0, 0});
  CHECK(plan.vcpus[0].driven == Counts{0});
  CHECK(plan.vcpus[1].driven.empty());
}

TEST_CASE("In an open loop the limit is what may be in flight") {
  vm::VmSpec spec = vm_of(1, 2);
  spec.workload.kind = workload::WorkloadKind::open_loop;
  spec.workload.limit = 9;
  spec.workload.queue_depth = 3;
  CHECK(in_flight_of(plan_guest(spec)) == Counts{9, 9});
}

TEST_CASE("Only the device that the workload names is driven") {
  vm::VmSpec spec = vm_of(2, 1);
  spec.devices.push_back(device_of("disk", 4));
  spec.workload.device = "disk";
  const GuestPlan plan = plan_guest(spec);
  CHECK(in_flight_of(plan) == Counts{0, 1, 1, 1, 1});
  CHECK(plan.vcpus[0].driven == Counts{1, 3});  // doors
  CHECK(plan.vcpus[1].driven == Counts{2, 4});
}

TEST_CASE("A bare doorbell has nothing in flight, and its queues are driven all the same") {
  vm::VmSpec spec = vm_of(2, 2);
  spec.devices.push_back(device_of("second", 2));
  spec.workload.completion = workload::Completion::none;
  const GuestPlan plan = plan_guest(spec);
  CHECK(in_flight_of(plan) == Counts{0, 0, 0, 0});
  CHECK(plan.vcpus[0].driven == Counts{0});
  CHECK(plan.vcpus[1].driven == Counts{1});
}

TEST_CASE("A request is laid out as its device and workload say") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.request_bytes = 4096;
  program::RequestLayout requests = plan_guest(spec).queues[0].requests;
  CHECK_FALSE(requests.is_blk);
  CHECK(requests.device_writes);
  CHECK_FALSE(requests.is_indirect);
  CHECK(requests.bytes == 4096);

  spec.devices[0].kind = device::DeviceKind::blk;
  spec.devices[0].queue.indirect = true;
  spec.workload.direction = workload::Direction::write;
  requests = plan_guest(spec).queues[0].requests;
  CHECK(requests.is_blk);
  CHECK_FALSE(requests.device_writes);
  CHECK(requests.is_indirect);
}

TEST_CASE("Each law that is not fixed has a table, and samples have room") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.compute = Distribution::exponential(5_us);
  spec.workload.arrivals = Distribution::uniform(1_us, 3_us);
  const GuestPlan plan = plan_guest(spec, 1000);
  CHECK(plan.compute_table % protocol::page == 0);
  CHECK(plan.arrivals_table == plan.compute_table + 4096 * 8);
  CHECK(plan.samples == plan.arrivals_table + 4096 * 8);
  CHECK(plan.shared >= plan.samples + 1000 * 16);
  CHECK(overlap_in(Ranges(spec, plan, 1000).all()).empty());
}

TEST_CASE("Memory is whole large pages: one byte of data more takes one more when the last is full") {
  vm::VmSpec spec = vm_of(1, 1);
  const std::uint64_t data = plan_guest(spec).queues[0].requests.data.value;
  spec.workload.request_bytes = static_cast<std::uint32_t>(3 * protocol::large_page - data);
  CHECK(plan_guest(spec).memory_bytes == 3 * protocol::large_page);
  ++spec.workload.request_bytes;
  CHECK(plan_guest(spec).memory_bytes == 4 * protocol::large_page);
}
