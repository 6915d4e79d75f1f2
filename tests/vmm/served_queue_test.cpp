#include "vmm/served_queue.hpp"

#include <functional>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "program/request_layout.hpp"
#include "small_vm.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_driver.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/guest_ram.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::vmm;
using notify::InterruptPathKind;
using virtqueue::Buffer;
using virtqueue::Suppression;

/// A driver in a guest's memory, and the VMM's side of its queue. Without a VM there are no interrupts; a
/// line by ioctl, to no VM, throws where one would be sent.
namespace {

/// Takes requests and keeps them, or says that they are done.
struct RecordingBackend final : Backend {
  bool serve(const Request& request, Instant) override {
    requests.push_back(request);
    on_serve();
    return is_inline;
  }
  std::vector<Request> requests;
  bool is_inline = true;
  std::function<void()> on_serve = [] {};
};

vm::VmSpec blk_vm(workload::Direction direction, bool is_indirect = false) {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices[0].kind = device::DeviceKind::blk;
  spec.devices[0].queue.indirect = is_indirect;
  spec.workload.direction = direction;
  spec.workload.request_bytes = 4096;
  return spec;
}

using SplitDriver = virtqueue::SplitDriver<virtqueue::DirectMemory>;
using PackedDriver = virtqueue::PackedDriver<virtqueue::DirectMemory>;

template <virtqueue::DriverQueue Driver>
struct RigOf {
  static constexpr bool is_packed = std::is_same_v<Driver, PackedDriver>;
  using Layout = std::conditional_t<is_packed, virtqueue::PackedLayout, virtqueue::QueueLayout>;

  explicit RigOf(vm::VmSpec vm = vm_of(1, 1), InterruptPathKind interrupt = InterruptPathKind::none,
                 std::size_t place = 0)
      : spec(prepared(std::move(vm))), plan(plan_guest(spec)), queue(plan.queues[place]),
        rings(std::get<Layout>(queue.rings)), ram(plan.memory_bytes), slots(rings.size),
        driver(ram.shared(), rings, slots, suppression()), line(-1, interrupt, 24, 0, queue.vector),
        served(ram.shared(), queue, suppression(), backend, line, {tsc_rate_of(2e9), protocol::read_tsc()}) {}
  RigOf(const RigOf&) = delete;
  RigOf& operator=(const RigOf&) = delete;

  static vm::VmSpec prepared(vm::VmSpec vm) {
    vm.workload.queue_depth = 4;
    for (device::DeviceSpec& device : vm.devices)
      device.queue.layout = is_packed ? device::Layout::packed : device::Layout::split;
    return vm;
  }
  Suppression suppression() const { return spec.devices[queue.device].queue.suppression; }

  /// A request as the guest's programs lay it out.
  void post(std::uint32_t token) {
    const auto buffers = program::buffers_of(queue.requests, token);
    const auto answer = queue.requests.is_indirect
                            ? driver.add_indirect(buffers.span(), token, queue.requests.table(token))
                            : driver.add(buffers.span(), token);
    REQUIRE(answer == virtqueue::AddResult::added);
  }
  void post(std::vector<Buffer> buffers) { REQUIRE(driver.add(buffers, 0) == virtqueue::AddResult::added); }

  virtqueue::GuestAddress data() const { return queue.requests.data; }

  vm::VmSpec spec;
  GuestPlan plan;
  QueuePlan queue;
  Layout rings;
  GuestRam ram;
  std::vector<virtqueue::DriverSlot> slots;
  Driver driver;
  RecordingBackend backend;
  InterruptLine line;
  ServedQueue served;
};

using Rig = RigOf<SplitDriver>;

constexpr std::uint32_t head_of(const Request& request) { return static_cast<std::uint32_t>(request.tag); }

}  // namespace

TEMPLATE_TEST_CASE("A visit serves all that is there, and what is done inline comes back with the bytes written", "", SplitDriver,
                   PackedDriver) {
  RigOf<TestType> rig;
  for (const std::uint32_t token : {0u, 1u, 2u}) rig.post(token);
  rig.served.drain();
  CHECK(rig.backend.requests.size() == 3);
  for (const std::uint32_t token : {0u, 1u, 2u}) {
    const auto used = rig.driver.reap().value();
    CHECK(used.token == token);
    CHECK(used.length == 512);  // a read: the device has written all of it
  }
  CHECK_FALSE(rig.driver.reap());
}

TEST_CASE("A visit to an empty queue does nothing") {
  Rig rig(vm_of(1, 1), InterruptPathKind::ioctl);
  rig.served.drain();
  CHECK(rig.backend.requests.empty());
  CHECK_FALSE(rig.driver.has_used());
}

TEST_CASE("Of a write nothing is written back") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.workload.direction = workload::Direction::write;
  Rig rig(spec);
  rig.post(0);
  rig.served.drain();
  CHECK(rig.backend.requests.at(0).bytes == 512);
  CHECK(rig.driver.reap().value().length == 0);
}

TEST_CASE("A real null backend completes inline, a fixed one later, by its tag") {
  Rig rig;
  const auto null = make_backend({}, {}, 1);
  ServedQueue by_null(rig.ram.shared(), rig.queue, Suppression::flags, *null, rig.line,
                      {tsc_rate_of(2e9), protocol::read_tsc()});
  rig.post(3);
  by_null.drain();
  CHECK(rig.driver.reap().value().token == 3);
}

TEST_CASE("A fixed backend with latency completes in the order of the dates, through the tags") {
  Rig rig;
  device::BackendSpec fixed;
  fixed.kind = device::BackendKind::fixed;
  fixed.latency = Distribution::exponential(1_ms);
  const auto backend = make_backend(fixed, {}, 5);
  ServedQueue served(rig.ram.shared(), rig.queue, Suppression::flags, *backend, rig.line,
                     {tsc_rate_of(2e9), protocol::read_tsc()});
  for (const std::uint32_t token : {0u, 1u, 2u, 3u}) rig.post(token);
  served.drain();
  CHECK_FALSE(rig.driver.has_used());
  std::vector<std::uint32_t> expected, got;
  Instant last{};
  while (const auto next = backend->next_event()) {
    CHECK(*next >= last);
    last = *next;
    const std::uint64_t tag = backend->take_finished(*next).value();
    expected.push_back(rig.slots[static_cast<std::uint32_t>(tag)].token);  // of this head
    served.finish(static_cast<std::uint32_t>(tag));
  }
  while (const auto used = rig.driver.reap()) {
    got.push_back(used->token);
    CHECK(used->length == 512);
  }
  CHECK(got == expected);
  CHECK(got.size() == 4);
}

TEST_CASE("A tag names the queue's door and the request's head") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices.insert(spec.devices.begin(), device_of("first", 2));
  Rig rig(spec, InterruptPathKind::none, 2);  // the third door is queue 0 of "ring"
  rig.backend.is_inline = false;
  rig.post(0);
  rig.served.drain();
  CHECK(rig.backend.requests.at(0).tag == 2ull << 32);  // the first free descriptor is 0
  CHECK(tag_of(2, 0xffff) == 0x2'0000'ffff);
}

TEMPLATE_TEST_CASE("Requests that finish in another order than they came keep their own lengths", "", SplitDriver,
                   PackedDriver) {
  RigOf<TestType> rig(blk_vm(workload::Direction::read));
  rig.backend.is_inline = false;
  rig.post(0);
  rig.post(std::vector<Buffer>{{rig.queue.requests.header(1), 16, false},
                               {rig.queue.requests.status(1), 1, true}});
  rig.served.drain();
  REQUIRE(rig.backend.requests.size() == 2);
  rig.served.finish(head_of(rig.backend.requests[1]));
  rig.served.finish(head_of(rig.backend.requests[0]));
  CHECK(rig.driver.reap().value().length == 1);
  CHECK(rig.driver.reap().value().length == 4096 + 1);
}

TEMPLATE_TEST_CASE("The bytes of a blk request are its data, without header and status", "", SplitDriver,
                   PackedDriver) {
  for (const bool is_indirect : {false, true}) {
    RigOf<TestType> read(blk_vm(workload::Direction::read, is_indirect));
    read.post(0);
    read.served.drain();
    CHECK(read.backend.requests.at(0).bytes == 4096);
    CHECK(read.driver.reap().value().length == 4096 + 1);

    RigOf<TestType> write(blk_vm(workload::Direction::write, is_indirect));
    write.post(0);
    write.served.drain();
    CHECK(write.backend.requests.at(0).bytes == 4096);
    CHECK(write.driver.reap().value().length == 1);  // the status
  }
}

TEST_CASE("A blk request without a whole header is told") {
  const auto refused = Catch::Contains("virtio-blk request without a header");
  Rig writable(blk_vm(workload::Direction::read));
  writable.post(std::vector<Buffer>{{writable.data(), 16, true}, {writable.data(), 512, true}});
  CHECK_THROWS_WITH(writable.served.drain(), refused);
  Rig shorter(blk_vm(workload::Direction::read));
  shorter.post(std::vector<Buffer>{{shorter.data(), 15, false}, {shorter.data(), 512, true}});
  CHECK_THROWS_WITH(shorter.served.drain(), refused);
}

TEST_CASE("A blk request of a header alone is told; with its status it has no data") {
  Rig alone(blk_vm(workload::Direction::read));
  alone.post(std::vector<Buffer>{{alone.data(), 16, false}});
  CHECK_THROWS_WITH(alone.served.drain(), Catch::Contains("virtio-blk request without a status"));
  Rig with_status(blk_vm(workload::Direction::read));
  with_status.post(std::vector<Buffer>{{with_status.data(), 16, false}, {with_status.data(), 1, true}});
  with_status.served.drain();
  CHECK(with_status.backend.requests.at(0).bytes == 0);
}

TEST_CASE("A guest that breaks the rules of its ring is told, with what it did") {
  Rig rig;
  rig.post(0);
  rig.ram.shared().store<std::uint32_t>(rig.rings.descriptor(0) + 8, 0);  // the buffer's length
  CHECK_THROWS_WITH(rig.served.drain(),
                    "the guest broke the rules of queue 0 (virtqueue::DeviceError " +
                        std::to_string(static_cast<int>(virtqueue::DeviceError::zero_length)) + ")");
}

TEST_CASE("A guest that breaks the rules of a packed ring is told, too") {
  RigOf<PackedDriver> rig;
  rig.post(0);
  rig.ram.shared().template store<std::uint16_t>(rig.rings.id(0), 16);  // of 16
  CHECK_THROWS_WITH(rig.served.drain(),
                    "the guest broke the rules of queue 0 (virtqueue::DeviceError " +
                        std::to_string(static_cast<int>(virtqueue::DeviceError::head_out_of_range)) + ")");
}

TEST_CASE("A broken ring is told by a server that polls too") {
  Rig rig;
  rig.served.stop_kicks();
  rig.ram.shared().store<std::uint16_t>(rig.rings.avail_idx(), 17);  // of 16
  CHECK_THROWS_WITH(rig.served.drain(), Catch::StartsWith("the guest broke the rules of queue 0"));
}

TEMPLATE_TEST_CASE("The guest kicks after a visit, and not during one", "", SplitDriver,
                   PackedDriver) {
  for (const auto suppression : {Suppression::flags, Suppression::event_idx}) {
    vm::VmSpec spec = vm_of(1, 1);
    spec.devices[0].queue.suppression = suppression;
    RigOf<TestType> rig(spec);
    rig.post(0);
    CHECK(rig.driver.needs_kick());
    bool was_wanted = true;
    rig.backend.on_serve = [&] {
      if (rig.backend.requests.size() != 1) return;
      rig.post(1);
      was_wanted = rig.driver.needs_kick();
    };
    rig.served.drain();
    CHECK_FALSE(was_wanted);
    CHECK(rig.backend.requests.size() == 2);  // the visit has seen it by itself
    rig.post(2);
    CHECK(rig.driver.needs_kick());
  }
}

TEMPLATE_TEST_CASE("A server that polls wants no kicks until it ends, and then learns of what came", "", SplitDriver,
                   PackedDriver) {
  for (const auto suppression : {Suppression::flags, Suppression::event_idx}) {
    vm::VmSpec spec = vm_of(1, 1);
    spec.devices[0].queue.suppression = suppression;
    RigOf<TestType> rig(spec);
    rig.post(0);
    rig.driver.needs_kick();
    rig.served.stop_kicks();
    CHECK(rig.served.has_pending());
    rig.served.drain();
    CHECK_FALSE(rig.served.has_pending());
    rig.post(1);
    CHECK_FALSE(rig.driver.needs_kick());  // the visit has left kicks off
    CHECK(rig.served.resume_kicks());      // came meanwhile, without a kick
    rig.served.drain();
    CHECK(rig.backend.requests.size() == 2);
    rig.post(2);
    CHECK(rig.driver.needs_kick());
  }
}

TEST_CASE("A server that ends polling with nothing there is kicked for the next request") {
  Rig rig;
  rig.served.stop_kicks();
  CHECK_FALSE(rig.served.resume_kicks());
  rig.post(0);
  CHECK(rig.driver.needs_kick());
}

TEST_CASE("Without a line no interrupt is sent, and none is counted") {
  Rig rig;
  rig.post(0);
  rig.served.drain();
  CHECK(rig.served.interrupts() == 0);
}

TEST_CASE("A visit interrupts when the driver wants to hear of it, and only then") {
  const auto sent = Catch::StartsWith("KVM_SIGNAL_MSI");
  Rig wanted(vm_of(1, 1), InterruptPathKind::ioctl);
  wanted.post(0);
  CHECK_THROWS_WITH(wanted.served.drain(), sent);
  Rig masked(vm_of(1, 1), InterruptPathKind::ioctl);
  masked.driver.disable_interrupts();
  masked.post(0);
  CHECK_NOTHROW(masked.served.drain());
  Rig later(vm_of(1, 1), InterruptPathKind::ioctl);
  later.backend.is_inline = false;
  later.post(0);
  CHECK_NOTHROW(later.served.drain());  // nothing is done yet
}

TEMPLATE_TEST_CASE("What finishes later interrupts once, and not before it is all told", "", SplitDriver,
                   PackedDriver) {
  RigOf<TestType> rig(vm_of(1, 1), InterruptPathKind::ioctl);
  rig.backend.is_inline = false;
  rig.post(0);
  rig.post(1);
  rig.served.drain();
  CHECK_NOTHROW(rig.served.interrupt_for_finished());  // nothing has finished
  for (const Request& request : rig.backend.requests) CHECK_NOTHROW(rig.served.finish(head_of(request)));
  CHECK_THROWS_WITH(rig.served.interrupt_for_finished(), Catch::StartsWith("KVM_SIGNAL_MSI"));
  CHECK_NOTHROW(rig.served.interrupt_for_finished());  // it has been told
}
