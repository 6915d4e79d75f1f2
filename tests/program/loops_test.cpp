#include <catch2/catch.hpp>

#include "fake_world.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

using Side = program::DriverSide<FakeGuestWorld, virtqueue::SplitDriver<DirectMemory>>;

/// A guest with one queue of `depth` places, and a device that answers whatever is there whenever the guest
/// waits.
struct Bench {
  explicit Bench(std::size_t depth)
      : places(depth), table(places),
        side(guest, QueueId{0}, ring.memory, ring.driver, ring.requests(), table) {
    guest.on_wait = [this](Instant) { answer(); };
  }
  void answer() {
    in_flight_at_wait.push_back(side.in_flight());
    program::drain(device, QueueId{0}, ring.device);
  }
  void run_closed(const program::ClosedLoop<Distribution>& plan) {
    program::run_closed_loop<FakeGuestWorld, virtqueue::SplitDriver<DirectMemory>>(guest, {&side, 1}, plan);
  }
  void run_open(const program::OpenLoop<Distribution>& plan) {
    Instant due{};
    program::run_open_loop<FakeGuestWorld, virtqueue::SplitDriver<DirectMemory>>(guest, {&side, 1}, plan, {&due, 1});
  }

  Ring ring;
  FakeGuestWorld guest;
  FakeDeviceWorld device;
  std::vector<program::RequestSlot> places;
  program::RequestTable table;
  Side side;
  std::vector<std::uint32_t> in_flight_at_wait;
};

}  // namespace

TEST_CASE("The closed loop waits only with its depth in flight") {
  for (const std::size_t depth : {std::size_t{1}, std::size_t{5}, std::size_t{ring_size}}) {
    Bench bench(depth);
    bench.run_closed({Distribution::fixed(1_us), std::uint32_t(-1), false});
    CHECK(bench.guest.completions.size() >= 100);
    for (const std::uint32_t in_flight : bench.in_flight_at_wait) CHECK(in_flight == depth);
    CHECK_FALSE(bench.guest.is_broken);
  }
}

TEST_CASE("One program a queue tests for a kick once a batch") {
  Bench bench(6);
  bench.run_closed({Distribution::fixed(1_us), std::uint32_t(-1), false});
  for (const std::uint32_t batch : bench.guest.batches) CHECK(batch == 6);
  CHECK(bench.guest.kicks == static_cast<int>(bench.guest.batches.size()));  // the device sleeps each time
}

TEST_CASE("Guest threads that post two each test after every two, and the depth is the same") {
  Bench bench(6);
  bench.run_closed({Distribution::fixed(1_us), 2, false});
  for (const std::uint32_t batch : bench.guest.batches) CHECK(batch == 2);
  for (const std::uint32_t in_flight : bench.in_flight_at_wait) CHECK(in_flight == 6);
}

TEST_CASE(
    "Latency is from the post to the reap: the work before the post is not in it, that of later posts is") {
  Bench bench(3);
  bench.run_closed({Distribution::fixed(10_us), std::uint32_t(-1), false});
  REQUIRE(bench.guest.completions.size() >= 6);
  // Posted at 10, 20, 30 us; answered at once when the guest waits; reaped at 30 us.
  CHECK(bench.guest.completions[0].latency == 20_us);
  CHECK(bench.guest.completions[1].latency == 10_us);
  CHECK(bench.guest.completions[2].latency == 0_us);
}

TEST_CASE("A polling closed loop wants no interrupts, an interrupted one does") {
  for (const bool polls : {true, false}) {
    Bench bench(2);
    bench.run_closed({Distribution::fixed(1_us), std::uint32_t(-1), polls});
    CHECK((bench.device.interrupts == 0) == polls);
    CHECK(bench.guest.completions.size() >= 100);
  }
}

TEST_CASE("A guest that spins after its kick posts again when all is done, one that polls when anything is") {
  for (const bool waits_for_all : {true, false}) {
    Bench bench(4);
    bench.device.is_inline = false;
    bench.guest.on_wait = [&](Instant) {  // the device takes what there is, and gives back one
      bench.in_flight_at_wait.push_back(bench.side.in_flight());
      program::drain(bench.device, QueueId{0}, bench.ring.device);
      bench.ring.device.push(bench.device.last_head(), 0);
    };
    bench.run_closed({Distribution::fixed(1_us), std::uint32_t(-1), true, false, false, waits_for_all});
    REQUIRE(bench.in_flight_at_wait.size() >= 8);
    for (std::uint32_t i = 0; i < 8; ++i)
      CHECK(bench.in_flight_at_wait[i] == (waits_for_all ? 4 - i % 4 : 4));
  }
}

TEST_CASE("The open loop posts each request at its arrival, and counts latency from there") {
  Bench bench(8);
  bench.guest.stop_after = 20;
  bench.guest.on_wait = [&](Instant until) {
    bench.answer();
    if (bench.side.in_flight() == 0 && !bench.side.has_used()) bench.guest.time = until;
  };
  bench.run_open({Distribution::fixed(100_us), Distribution::fixed(7_us), false});
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(bench.guest.completions[i].latency ==
          7_us);  // the work before the post counts: it comes after the arrival
    CHECK(bench.guest.completions[i].at == Instant{static_cast<int>(i + 1) * 100_us + 7_us});
  }
  CHECK(bench.guest.drops == 0);
}

TEST_CASE(
    "Arrivals that the guest was too late for are posted together with one kick test, and keep their "
    "intended dates") {
  Bench bench(8);
  bench.guest.stop_after = 3;
  bool has_slept = false;
  bench.guest.on_wait = [&](Instant) {
    if (!has_slept) bench.guest.time = Instant{350_us};  // overslept: due were 100, 200 and 300 us
    has_slept = true;
    bench.answer();
  };
  bench.run_open({Distribution::fixed(100_us), Distribution::fixed(0_us), false});
  REQUIRE(bench.guest.completions.size() == 3);
  CHECK(bench.guest.completions[0].latency == 250_us);
  CHECK(bench.guest.completions[1].latency == 150_us);
  CHECK(bench.guest.completions[2].latency == 50_us);
  CHECK(bench.guest.batches.front() == 3);
}

TEST_CASE("The open loop drops what comes while the limit is in flight, and only that") {
  Bench bench(4);
  bench.guest.max_waits = 10;
  bench.guest.on_wait = [&](Instant until) { bench.guest.time = until; };  // a device that never answers
  bench.run_open({Distribution::fixed(100_us), Distribution::fixed(0_us), false});
  CHECK(bench.side.in_flight() == 4);
  // Ten waits: the first until arrival 1, the last until arrival 10, which the loop no longer sees.
  CHECK(bench.guest.drops == 9 - 4);
}

TEST_CASE("A drain serves all that is there with one interrupt test") {
  Bench bench(5);
  for (int i = 0; i < 5; ++i) bench.side.post({});
  program::drain(bench.device, QueueId{0}, bench.ring.device);
  CHECK(bench.device.served == 5);
  CHECK(bench.device.interrupt_tests == 1);
  CHECK(bench.device.interrupts == 1);
}

TEST_CASE("A visit with a budget ends when it is used up, one request before that it does not") {
  for (const std::uint32_t requests : {4u, 5u}) {
    Bench bench(5);
    for (int i = 0; i < 5; ++i) bench.side.post({});
    const bool has_more =
        program::drain_while_polling(bench.device, QueueId{0}, bench.ring.device, {requests, 1'000'000});
    CHECK(has_more == (requests == 4));
    CHECK(bench.device.served == static_cast<int>(requests));
    CHECK(bench.device.interrupt_tests == 1);
  }
}

TEST_CASE("A budget of bytes is used up by the request that reaches it") {
  Bench bench(5);
  for (int i = 0; i < 5; ++i) bench.side.post({});
  const std::uint64_t of_one = bench.ring.requests().bytes;
  CHECK(program::drain_while_polling(bench.device, QueueId{0}, bench.ring.device, {100, 2 * of_one}));
  CHECK(bench.device.served == 2);
  CHECK_FALSE(
      program::drain_while_polling(bench.device, QueueId{0}, bench.ring.device, {100, 2 * of_one + 1}));
  CHECK(bench.device.served == 5);
}

TEST_CASE("A drain of an empty ring tests for no interrupt") {
  Bench bench(1);
  program::drain(bench.device, QueueId{0}, bench.ring.device);
  CHECK(bench.device.interrupt_tests == 0);
}

TEST_CASE("What comes during the drain is served by it without a kick, and kicks are wanted after it") {
  Bench bench(5);
  bench.side.post({});
  bench.side.kick_if_needed();
  CHECK(bench.guest.kicks == 1);
  bench.device.on_serve = [&] {
    if (bench.device.served > 3) return;
    bench.side.post({});
    bench.side.kick_if_needed();
  };
  program::drain(bench.device, QueueId{0}, bench.ring.device);
  CHECK(bench.device.served == 4);
  CHECK(bench.guest.kicks == 1);
  bench.side.post({});
  bench.side.kick_if_needed();
  CHECK(bench.guest.kicks == 2);
}

TEST_CASE(
    "Requests that the backend keeps are not pushed, and a drain of such alone tests for no interrupt") {
  Bench bench(3);
  bench.device.is_inline = false;
  for (int i = 0; i < 3; ++i) bench.side.post({});
  program::drain(bench.device, QueueId{0}, bench.ring.device);
  CHECK(bench.device.served == 3);
  CHECK_FALSE(bench.side.has_used());
  CHECK(bench.device.interrupt_tests == 0);
  program::push_used(bench.device, QueueId{0}, bench.ring.device, 0, 0);
  CHECK(bench.side.has_used());
}

TEST_CASE("A drain while polling leaves kicks as they were: off") {
  Bench bench(3);
  bench.ring.device.disable_notifications();
  bench.side.post({});
  program::drain_while_polling(bench.device, QueueId{0}, bench.ring.device);
  CHECK(bench.device.served == 1);
  CHECK(bench.device.interrupts == 1);
  bench.side.post({});
  bench.side.kick_if_needed();
  CHECK(bench.guest.kicks == 0);
}

TEST_CASE("A request table gives each place out once, last freed first") {
  std::vector<program::RequestSlot> places(3);
  program::RequestTable table(places);
  CHECK(table.begin(Instant{1_us}) == 0);
  CHECK(table.begin(Instant{2_us}) == 1);
  CHECK_FALSE(table.is_full());
  CHECK(table.begin(Instant{3_us}) == 2);
  CHECK(table.is_full());
  CHECK(table.end(1) == Instant{2_us});
  CHECK(table.begin(Instant{4_us}) == 1);
  CHECK(table.end(0) == Instant{1_us});
  CHECK(table.end(1) == Instant{4_us});
  CHECK(table.in_flight() == 1);
}
