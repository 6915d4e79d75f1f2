#include "device/served_queue.hpp"

#include <array>

#include <catch2/catch.hpp>

#include "memory/line_directory.hpp"
#include "program/request_layout.hpp"
#include "support/profile.hpp"
#include "support/scripted_vcpu.hpp"
#include "virtqueue/split_driver.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What the device reads from a ring that a driver filled.
namespace {

/// Notes what it is asked to do; completes inline, or later by hand.
struct NotingBackend final : device::Backend {
  bool serve(host::Task&, const device::Request& request, device::CompletionSink&,
             device::Ticket ticket) override {
    requests.push_back(request);
    tickets.push_back(ticket);
    return is_inline;
  }
  bool is_inline = true;
  std::vector<device::Request> requests;
  std::vector<device::Ticket> tickets;
};

struct Bench {
  explicit Bench(bool is_blk)
      : machine(host_of(2), profile_of({})),
        target(machine, without_halt_poll(), [](vcpu::Vcpu& guest) { guest.halt(); }),
        layout(virtqueue::lay_out({0}, 16)),
        shared(virtqueue::area_bytes(16) + 1024), toucher{&target.vcpu.task()},
        memory(shared, toucher, extent), driver(memory, layout, slots, virtqueue::Suppression::flags),
        served({machine.host, shared, extent, QueueId{0}, layout, virtqueue::Suppression::flags, is_blk, true,
                backend, nullptr, target.vcpu}) {
    requests.is_blk = is_blk;
    requests.slots = {virtqueue::area_bytes(16)};
    requests.data = {virtqueue::area_bytes(16) + 1024};
    requests.bytes = 4096;
  }

  void post(std::uint32_t token, std::uint64_t sector) {
    if (requests.is_blk)
      program::write_blk_header(memory, requests, token, sector, program::data_type_of(requests));
    REQUIRE(driver.add(program::buffers_of(requests, token).span(), token) == virtqueue::AddResult::added);
  }
  /// `script` on a server's fiber.
  void serve(const ScriptedHost::Script& script) {
    machine.task("server", 1, script);
    machine.run_until(machine.now() + 1_ms);
  }

  static constexpr std::uint64_t extent = 1 << 20;
  ScriptedHost machine;
  ScriptedVcpu target;
  virtqueue::QueueLayout layout;
  memory::SharedMemory shared;
  memory::Toucher toucher;
  memory::SimulatedMemory memory;
  std::array<virtqueue::DriverSlot, 16> slots;
  virtqueue::SplitDriver<memory::SimulatedMemory> driver;
  NotingBackend backend;
  device::ServedQueue served;
  program::RequestLayout requests;
};

}  // namespace

TEST_CASE("A virtio-blk request is parsed: direction, sector, and the bytes of its data alone") {
  Bench bench(true);
  bench.post(0, 0x1234567890);
  bench.requests.device_writes = false;
  bench.post(1, 8);
  bench.serve([&](host::Task& self) { bench.served.drain(self); });
  REQUIRE(bench.backend.requests.size() == 2);
  CHECK(bench.backend.requests[0].sector == 0x1234567890);
  CHECK(bench.backend.requests[0].bytes == 4096);
  CHECK(bench.backend.requests[0].kind == device::RequestKind::read);
  CHECK(bench.backend.requests[1].sector == 8);
  CHECK(bench.backend.requests[1].bytes == 4096);
  CHECK(bench.backend.requests[1].kind == device::RequestKind::write);
}

TEST_CASE("What a request will have written is its data and status on a read, its status alone on a write") {
  Bench bench(true);
  bench.post(0, 0);
  bench.requests.device_writes = false;
  bench.post(1, 0);
  bench.serve([&](host::Task& self) { bench.served.drain(self); });
  const auto first = bench.driver.reap(), second = bench.driver.reap();
  REQUIRE((first && second));
  CHECK(first->length == 4096 + 1);
  CHECK(second->length == 1);
}

TEST_CASE("A doorbell request is its bytes") {
  Bench bench(false);
  bench.post(0, 0);
  bench.serve([&](host::Task& self) { bench.served.drain(self); });
  REQUIRE(bench.backend.requests.size() == 1);
  CHECK(bench.backend.requests[0].bytes == 4096);
}

TEST_CASE("A drain leaves kicks wanted; while polled, they stay unwanted until polling ends") {
  Bench bench(false);
  bench.serve([&](host::Task& self) {
    bench.post(0, 0);
    bench.served.drain(self);
    bench.post(1, 0);
    CHECK(bench.driver.needs_kick());
    bench.served.stop_kicks(self);
    CHECK(bench.served.has_pending(self));
    bench.served.drain(self);
    CHECK_FALSE(bench.served.has_pending(self));
    bench.post(2, 0);
    CHECK_FALSE(bench.driver.needs_kick());
    CHECK(bench.served.resume_kicks(self));  // came meanwhile, without a kick
    bench.served.drain(self);
    CHECK_FALSE(bench.served.resume_kicks(self));
    bench.post(3, 0);
    CHECK(bench.driver.needs_kick());
  });
  CHECK(bench.backend.requests.size() == 3);
}

TEST_CASE(
    "An asynchronous completion signals, and is pushed when the server reaps it, in the order of "
    "completion") {
  Bench bench(false);
  bench.backend.is_inline = false;
  bench.post(0, 0);
  bench.post(1, 0);
  bench.serve([&](host::Task& self) {
    bench.served.drain(self);
    CHECK_FALSE(bench.driver.has_used());
    bench.served.complete(bench.backend.tickets[1]);
    bench.served.complete(bench.backend.tickets[0]);
    CHECK(bench.served.completions()->is_signalled());
    CHECK_FALSE(bench.driver.has_used());
    bench.served.reap_completions(self);
    CHECK(bench.driver.reap()->token == 1);
    CHECK(bench.driver.reap()->token == 0);
    bench.served.reap_completions(self);  // nothing left
    CHECK_FALSE(bench.driver.has_used());
  });
}

namespace {

memory::LineMoves moved_to(memory::LineDirectory& lines, std::size_t offset, std::size_t length,
                           CoreId core) {
  memory::LineMoves moved;
  lines.touch(offset, length, core, moved);
  return moved;
}

}  // namespace

TEST_CASE(
    "A line moves to the core that touches it, and costs nothing while it stays or while it was nobody's") {
  memory::LineDirectory lines(256);
  CHECK(moved_to(lines, 0, 4, CoreId{0}).all == 0);   // nobody's
  CHECK(moved_to(lines, 60, 4, CoreId{0}).all == 0);  // the same line, up to its last byte
  CHECK(moved_to(lines, 60, 4, CoreId{1}).all == 1);
  CHECK(moved_to(lines, 0, 64, CoreId{1}).all == 0);
  CHECK(moved_to(lines, 60, 5, CoreId{0}).all == 1);  // the first line moves, the second was nobody's
  CHECK(moved_to(lines, 63, 2, CoreId{1}).all == 2);  // a byte of each
  lines.forget();
  CHECK(moved_to(lines, 0, 256, CoreId{0}).all == 0);
}

TEST_CASE("Between SMT siblings a line is free, and from another socket it is told apart") {
  // Cores 0 and 2 are threads of one core of socket 0, cores 1 and 3 of one of socket 1.
  host::TopologySpec spec;
  spec.sockets = 2;
  spec.threads = 2;
  const host::Topology topology{spec};
  memory::LineDirectory lines(256, &topology);
  moved_to(lines, 0, 64, CoreId{0});
  CHECK(moved_to(lines, 0, 64, CoreId{2}).all == 0);
  const memory::LineMoves over = moved_to(lines, 0, 64, CoreId{1});
  CHECK(over.all == 1);
  CHECK(over.far == 1);
  CHECK(moved_to(lines, 0, 64, CoreId{3}).all == 0);
}
