#include "guest/queues.hpp"

#include <initializer_list>
#include <type_traits>
#include <vector>

#include <catch2/catch.hpp>

#include "virtqueue/packed_device.hpp"
#include "virtqueue/split_device.hpp"
#include "vmm/guest_control.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using guest::Memory;
using guest::PackedDriver;
using guest::SplitDriver;
using virtqueue::GuestAddress;

/// What the VMM plans and writes, the guest builds its drivers from: the whole of it, but in this process,
/// where the guest's addresses are pointers. So every address of a vcpu's block is moved by where the memory
/// lies here.
namespace {

struct MovedGuest {
  explicit MovedGuest(const vm::VmSpec& spec)
      : plan(vmm::plan_guest(spec)), ram(plan.memory_bytes),
        base(reinterpret_cast<std::uint64_t>(ram.data())) {
    vmm::write_controls(ram, plan, spec, {{500ull << 32, (1ull << 48) / 500}, {}}, 1);
    for (std::size_t v = 0; v < plan.vcpus.size(); ++v) move(v);
  }
  MovedGuest(const MovedGuest&) = delete;
  MovedGuest& operator=(const MovedGuest&) = delete;

  protocol::VcpuControl& control(std::size_t vcpu) const {
    return ram.at<protocol::VcpuControl>(plan.vcpus[vcpu].control);
  }
  std::span<protocol::QueueControl> queues(std::size_t vcpu) const {
    return ram.span<protocol::QueueControl>(plan.vcpus[vcpu].queue_table, plan.vcpus[vcpu].driven.size());
  }
  /// As a device would see it that has the guest's view.
  Memory memory() const { return {ram.data(), GuestAddress{base}, ram.size()}; }

  vmm::GuestPlan plan;
  vmm::GuestRam ram;
  std::uint64_t base;

 private:
  void move(std::size_t vcpu) const {
    protocol::Plan& program = control(vcpu).plan;
    for (std::uint64_t* address :
         {&program.queue_table, &program.shared, &program.scratch, &program.histogram})
      *address += base;
    for (protocol::QueueControl& queue : queues(vcpu)) {
      for (GuestAddress* address :
           {&queue.rings.desc, &queue.rings.avail, &queue.rings.used, &queue.packed_rings.ring,
            &queue.packed_rings.driver_event, &queue.packed_rings.device_event, &queue.requests.data,
            &queue.requests.slots})
        address->value += base;
      queue.driver_slots += base;
      queue.request_slots += base;
    }
  }
};

/// Two vcpus, the queues of one disk dealt to them.
vm::VmSpec disk_of(std::uint16_t queues, bool is_indirect) {
  vm::VmSpec spec;
  spec.vcpus = 2;
  device::DeviceSpec& device = spec.devices.emplace_back();
  device.kind = device::DeviceKind::blk;
  device.queues = queues;
  device.queue.size = 16;
  device.queue.indirect = is_indirect;
  device.kick = notify::KickPathKind::none;
  spec.workload.queue_depth = 4;
  spec.workload.request_bytes = 4096;
  return spec;
}

vm::VmSpec packed(vm::VmSpec spec) {
  spec.devices[0].queue.layout = device::Layout::packed;
  return spec;
}

/// The device's side of a queue of that guest, of the same layout.
virtqueue::SplitDevice<Memory> device_of(std::type_identity<SplitDriver>, const MovedGuest& guest,
                                          const protocol::QueueControl& queue, std::span<std::uint16_t>) {
  return {guest.memory(), queue.rings, queue.suppression};
}
virtqueue::PackedDevice<Memory> device_of(std::type_identity<PackedDriver>, const MovedGuest& guest,
                                           const protocol::QueueControl& queue,
                                           std::span<std::uint16_t> lengths) {
  return {guest.memory(), queue.packed_rings, lengths, queue.suppression};
}

template <virtqueue::DriverQueue Q>
struct Vcpu {
  Vcpu(const MovedGuest& guest, std::size_t vcpu)
      : control(guest.control(vcpu)), world(control), arena(control.plan.scratch, control.plan.scratch_bytes),
        sides(guest::make_sides<Q>(world, control.plan, arena)) {}
  protocol::VcpuControl& control;
  guest::World world;
  guest::Arena arena;
  guest::Sides<Q> sides;
};

}  // namespace

TEST_CASE("A vcpu gets a side for each of its queues, by the queue's id") {
  const MovedGuest guest(disk_of(5, false));
  const Vcpu<SplitDriver> first(guest, 0), second(guest, 1);
  REQUIRE(first.sides.size() == 3);
  REQUIRE(second.sides.size() == 2);
  CHECK(first.sides[0].id() == QueueId{0});
  CHECK(first.sides[2].id() == QueueId{4});
  CHECK(second.sides[1].id() == QueueId{3});
}

TEST_CASE("What the VMM has left room for is enough, with an instant a queue for the open loop") {
  for (const std::uint16_t queues :
       std::initializer_list<std::uint16_t>{2, 3, 64, 382}) {  // 191 a vcpu at most
    const MovedGuest guest(disk_of(queues, false));
    Vcpu<SplitDriver> vcpu(guest, 0);
    CHECK(vcpu.arena.make<Instant>(vcpu.sides.size()).size() == (queues + 1u) / 2);  // or ud2
  }
}

TEMPLATE_TEST_CASE("A request of the guest's drivers arrives at a device, and its completion is reaped and counted", "",
                   SplitDriver, PackedDriver) {
  for (const bool is_indirect : {false, true}) {
    const vm::VmSpec disk = disk_of(4, is_indirect);
    const MovedGuest guest(std::is_same_v<TestType, PackedDriver> ? packed(disk) : disk);
    Vcpu<TestType> vcpu(guest, 1);
    CHECK(guest::are_packed(vcpu.control.plan) == std::is_same_v<TestType, PackedDriver>);
    guest::Side<TestType>& side = vcpu.sides[1];
    const protocol::QueueControl& queue = guest.queues(1)[1];
    REQUIRE(side.id() == QueueId{3});
    REQUIRE(side.post(vcpu.world.now()));
    side.kick_if_needed();
    CHECK(side.in_flight() == 1);
    CHECK_FALSE(side.has_used());

    std::vector<std::uint16_t> lengths(16);
    auto device = device_of(std::type_identity<TestType>{}, guest, queue, lengths);
    const auto chain = device.pop();
    REQUIRE(chain);
    REQUIRE(chain->buffers().size() == 3);  // header, data, status
    CHECK(chain->buffers()[0].length == 16);
    CHECK(chain->buffers()[1].length == 4096);
    CHECK(chain->buffers()[1].address == queue.requests.data);
    CHECK(chain->writable_bytes() == 4096 + 1);
    device.push(chain->head(), 4097);

    CHECK(side.has_used());
    CHECK(side.reap_all() == 1);
    CHECK(side.in_flight() == 0);
    CHECK(vcpu.control.progress.posted == 1);
    CHECK(vcpu.control.progress.ops == 1);
    CHECK(vcpu.control.progress.bytes == 4096);
    CHECK_FALSE(vcpu.sides[0].has_used());  // its neighbour has seen nothing
  }
}

TEST_CASE("As many requests fit in flight as the plan says, in rings of their own") {
  const MovedGuest guest(disk_of(4, false));
  Vcpu<SplitDriver> vcpu(guest, 0);
  for (guest::Side<SplitDriver>& side : vcpu.sides)
    for (int i = 0; i < 4; ++i) {
      CHECK_FALSE(side.is_full());
      REQUIRE(side.post(vcpu.world.now()));
    }
  for (std::size_t q = 0; q < 2; ++q) {
    CHECK(vcpu.sides[q].is_full());
    const protocol::QueueControl& queue = guest.queues(0)[q];
    virtqueue::SplitDevice<Memory> device(guest.memory(), queue.rings, queue.suppression);
    int popped = 0;
    while (device.pop()) ++popped;
    CHECK(popped == 4);
    CHECK_FALSE(device.is_broken());
  }
}

TEST_CASE("A blk header tells type and sector, which goes on from request to request") {
  const MovedGuest guest(disk_of(2, false));
  Vcpu<SplitDriver> vcpu(guest, 0);
  const protocol::QueueControl& queue = guest.queues(0)[0];
  vcpu.sides[0].post(Instant{});
  vcpu.sides[0].post(Instant{});
  const Memory memory = guest.memory();
  for (const std::uint32_t token : {0u, 1u}) {
    CHECK(memory.load<std::uint64_t>(queue.requests.header(token)) == 0);  // VIRTIO_BLK_T_IN
    CHECK(memory.load<std::uint64_t>(queue.requests.header(token) + 8) == token * (4096 / 512));
  }
}
