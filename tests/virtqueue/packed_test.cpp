#include <array>
#include <vector>

#include <catch2/catch.hpp>

#include "packed_ring.hpp"

using namespace kickpath::virtqueue;
using kickpath::virtqueue::testing::PackedRing;

namespace {

constexpr std::uint16_t avail = descriptor_flag::available;
constexpr std::uint16_t used = descriptor_flag::used;

std::uint16_t flags_at(const PackedRing& ring, std::uint16_t i) {
  return ring.memory.load<std::uint16_t>(ring.layout.flags(i));
}

}  // namespace

TEST_CASE("Packed: the flags follow the wrap counters of driver and device") {
  PackedRing ring(3);
  for (std::uint32_t token : {0u, 1u, 2u}) ring.add_one(token);
  for (std::uint16_t i = 0; i < 3; ++i) CHECK(flags_at(ring, i) == avail);  // counter 1
  for (int i = 0; i < 3; ++i) ring.complete();
  for (std::uint16_t i = 0; i < 3; ++i) CHECK(flags_at(ring, i) == (avail | used));
  for (int i = 0; i < 3; ++i) ring.driver.reap().value();
  ring.add_one(3);
  CHECK(flags_at(ring, 0) == used);  // counter 0: available is USED alone
  CHECK(flags_at(ring, 1) == (avail | used));
  ring.complete();
  CHECK(flags_at(ring, 0) == 0);  // counter 0: used is neither
  CHECK(ring.driver.reap().value().token == 3);
  CHECK_FALSE(ring.driver.reap());  // 1 and 2 are those of the round before
  CHECK_FALSE(ring.device.pop());
}

TEST_CASE("Packed: a request arrives as it was added, over the end of the ring") {
  PackedRing ring(5);
  ring.turn(3);
  const std::array<Buffer, 3> request{Buffer{ring.data(0), 16, false}, Buffer{ring.data(16), 4096, true},
                                      Buffer{ring.data(8192), 1, true}};
  REQUIRE(ring.driver.add(request, 77) == AddResult::added);  // places 3, 4 and 0
  CHECK(ring.driver.free_descriptors() == 5 - 3);
  const Chain chain = ring.device.pop().value();
  REQUIRE(chain.buffers().size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(chain.buffers()[i].address == request[i].address);
    CHECK(chain.buffers()[i].length == request[i].length);
    CHECK(chain.buffers()[i].is_writable == request[i].is_writable);
  }
  CHECK(ring.device.in_flight() == 3);
  CHECK_FALSE(ring.device.pop());
  ring.device.push(chain.head(), 4097);
  CHECK(ring.device.in_flight() == 0);
  const Used back = ring.driver.reap().value();
  CHECK(back.token == 77);
  CHECK(back.length == 4097);
  CHECK(ring.driver.free_descriptors() == 5);
  ring.turn(20);
}

TEST_CASE("Packed: an indirect request takes one descriptor, whatever its length") {
  PackedRing ring(4);
  std::vector<Buffer> request;
  for (std::uint32_t i = 0; i < 4; ++i) request.push_back({ring.data(4096 + 64 * i), 64, i >= 2});
  REQUIRE(ring.driver.add_indirect(request, 5, ring.data()) == AddResult::added);
  CHECK(ring.driver.free_descriptors() == 3);
  const Chain chain = ring.device.pop().value();
  REQUIRE(chain.buffers().size() == 4);
  CHECK(chain.buffers()[3].address == ring.data(4096 + 64 * 3));
  CHECK(chain.readable_bytes() == 128);
  CHECK(chain.writable_bytes() == 128);
  ring.device.push(chain.head(), 128);
  CHECK(ring.driver.reap().value().token == 5);
  CHECK(ring.driver.add_indirect(request, 0, ring.data(8)) == AddResult::invalid);
}

TEST_CASE("Packed: chains of different lengths come back in the order of the device") {
  PackedRing ring(7);
  ring.add(1, 10);
  ring.add(3, 11);
  ring.add(2, 12);
  CHECK(ring.add(2, 13) == AddResult::full);  // 7 - 1 - 3 - 2 = 1 free
  const Chain a = ring.device.pop().value(), b = ring.device.pop().value(), c = ring.device.pop().value();
  for (const Chain& chain : {c, a, b}) ring.device.push(chain.head(), 0);
  for (std::uint32_t token : {12u, 10u, 11u}) CHECK(ring.driver.reap().value().token == token);
  CHECK(ring.driver.free_descriptors() == 7);
  CHECK(ring.driver.in_flight() == 0);
}

TEST_CASE("Packed: a queue of the largest size fills and drains, twice round") {
  PackedRing ring(max_queue_size);
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t token = 0; token < max_queue_size; ++token) ring.add_one(token);
    CHECK(ring.add_one(0) == AddResult::full);
    CHECK(ring.device.has_pending());
    while (const auto chain = ring.device.pop()) ring.device.push(chain->head(), 0);
    std::uint32_t n = 0;
    while (ring.driver.reap()) ++n;
    CHECK(n == 32768);
  }
}

TEST_CASE("Packed: a kick and an interrupt are needed for what is new, once") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    PackedRing ring(3, s);
    CHECK_FALSE(ring.driver.needs_kick());
    ring.add_one(1);
    CHECK(ring.driver.needs_kick());
    CHECK_FALSE(ring.driver.needs_kick());
    CHECK_FALSE(ring.device.needs_interrupt());
    ring.complete();
    CHECK(ring.device.needs_interrupt());
    CHECK_FALSE(ring.device.needs_interrupt());
  }
}

TEST_CASE("Packed: with flags, notifications are suppressed from disable to enable") {
  PackedRing ring(5);
  ring.device.disable_notifications();
  ring.driver.disable_interrupts();
  ring.add_one(1);
  CHECK_FALSE(ring.driver.needs_kick());
  CHECK(ring.device.enable_notifications());  // it came without a kick
  ring.add_one(2);
  CHECK(ring.driver.needs_kick());
  ring.complete();
  CHECK_FALSE(ring.device.needs_interrupt());
  CHECK(ring.driver.enable_interrupts());
  ring.complete();
  CHECK(ring.device.needs_interrupt());
}

TEST_CASE("Packed: with event_idx, a kick is suppressed until the awaited descriptor, over the wrap") {
  PackedRing ring(5, Suppression::event_idx);
  ring.turn(3);
  ring.driver.needs_kick();
  const RingPosition first_of_next_round{0, false};
  ring.memory.store<std::uint32_t>(ring.layout.device_event,
                                   event_word(first_of_next_round, ring_event::descriptor));
  ring.add(2, 0);                         // places 3 and 4
  CHECK_FALSE(ring.driver.needs_kick());  // the awaited one is next
  ring.add_one(1);
  CHECK(ring.driver.needs_kick());
  ring.add_one(2);
  CHECK_FALSE(ring.driver.needs_kick());  // crossed before
}

TEST_CASE("Packed: with event_idx, an interrupt is suppressed until the awaited descriptor is used") {
  PackedRing ring(5, Suppression::event_idx);
  ring.turn(3);
  ring.device.needs_interrupt();
  for (std::uint32_t token = 0; token < 4; ++token) ring.add_one(token);
  ring.memory.store<std::uint32_t>(ring.layout.driver_event, event_word({0, false}, ring_event::descriptor));
  ring.complete();
  ring.complete();
  CHECK_FALSE(ring.device.needs_interrupt());
  ring.complete();
  CHECK(ring.device.needs_interrupt());
  ring.complete();
  CHECK_FALSE(ring.device.needs_interrupt());
}

TEST_CASE("Packed: an event of the same offset but the other wrap counter is not crossed") {
  PackedRing ring(4, Suppression::event_idx);
  ring.memory.store<std::uint32_t>(ring.layout.device_event, event_word({0, false}, ring_event::descriptor));
  ring.add_one(0);
  CHECK_FALSE(ring.driver.needs_kick());
  ring.memory.store<std::uint32_t>(ring.layout.device_event, event_word({1, true}, ring_event::descriptor));
  ring.add_one(1);
  CHECK(ring.driver.needs_kick());
}

TEST_CASE("Packed: without suppression nobody asks for silence, but a wish of the peer is obeyed") {
  PackedRing ring(4, Suppression::none);
  const auto stores = ring.area.stores;
  ring.device.disable_notifications();
  ring.driver.disable_interrupts();
  CHECK(ring.area.stores == stores);
  const std::uint32_t silence = event_word({0, false}, ring_event::disable);
  ring.memory.store(ring.layout.device_event, silence);
  ring.memory.store(ring.layout.driver_event, silence);
  ring.add_one(1);
  CHECK_FALSE(ring.driver.needs_kick());
  ring.complete();
  CHECK_FALSE(ring.device.needs_interrupt());
}

TEST_CASE("Packed: what comes while a side enables notifications is seen, and notified of") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    PackedRing ring(3, s);
    ring.device.disable_notifications();
    bool was_kicked = false;
    ring.area.at_next_barrier = [&] {
      ring.add_one(1);
      was_kicked = ring.driver.needs_kick();
    };
    CHECK(ring.device.enable_notifications());
    CHECK(was_kicked);
    ring.driver.disable_interrupts();
    bool was_interrupted = false;
    ring.area.at_next_barrier = [&] {
      ring.complete();
      was_interrupted = ring.device.needs_interrupt();
    };
    CHECK(ring.driver.enable_interrupts());
    CHECK(was_interrupted);
  }
}

TEST_CASE("Packed: a device that invents completions breaks the queue, and no more is done with it") {
  PackedRing ring(4);
  ring.add_one(1);
  DriverError expected = DriverError::none;
  std::uint16_t id = 0;
  SECTION("an id that is no slot") {
    id = 4;
    expected = DriverError::used_id_out_of_range;
  }
  SECTION("an id that is not in flight") {
    id = 3;
    expected = DriverError::used_id_not_in_flight;
  }
  ring.memory.store<std::uint16_t>(ring.layout.id(0), id);
  ring.memory.store<std::uint16_t>(ring.layout.flags(0), avail | used);
  CHECK_FALSE(ring.driver.reap());
  CHECK(ring.driver.error() == expected);
  const auto accesses = ring.area.loads + ring.area.stores;
  CHECK_FALSE(ring.driver.reap());
  CHECK_FALSE(ring.driver.enable_interrupts());
  CHECK_FALSE(ring.driver.needs_kick());
  ring.driver.disable_interrupts();
  CHECK(ring.add_one(2) == AddResult::broken);
  CHECK(ring.area.loads + ring.area.stores == accesses);
}

namespace {

struct Hostile {
  const char* what;
  Descriptor first;  ///< `next` is the id
  DeviceError expected;
};

}  // namespace

TEST_CASE("Packed: a driver that breaks a rule is told which, and the device does no more") {
  using namespace descriptor_flag;
  PackedRing ring(4);
  const GuestAddress at = ring.data();
  const auto hostile = GENERATE_COPY(
      Hostile{"empty", {at, 0, 0, 0}, DeviceError::zero_length},
      Hostile{"outside", {{1}, 8, 0, 0}, DeviceError::address_out_of_range},
      Hostile{"id", {at, 8, 0, 4}, DeviceError::head_out_of_range},
      Hostile{"table and next", {at, 16, indirect | next, 0}, DeviceError::indirect_with_next},
      Hostile{"table length", {at, 24, indirect, 0}, DeviceError::bad_indirect_length},
      Hostile{"table longer than the queue", {at, 16 * 5, indirect, 0}, DeviceError::chain_loops},
      Hostile{"table place", {{0}, 16, indirect, 0}, DeviceError::bad_indirect_address});
  INFO(hostile.what);
  Descriptor d = hostile.first;
  d.flags = static_cast<std::uint16_t>(d.flags | available);
  // Same words as a split descriptor's, but id and flags the other way round.
  store_descriptor(ring.memory, ring.layout.descriptor(0), {d.address, d.length, d.next, d.flags});
  CHECK_FALSE(ring.device.pop());
  CHECK(ring.device.error() == hostile.expected);
  const auto accesses = ring.area.loads + ring.area.stores;
  CHECK_FALSE(ring.device.pop());
  CHECK_FALSE(ring.device.enable_notifications());
  ring.device.push(0, 0);
  CHECK(ring.area.loads + ring.area.stores == accesses);
}

TEST_CASE("Packed: a chain without end, and an id that is in flight, are refused") {
  PackedRing ring(3);
  const GuestAddress at = ring.data();
  const auto put = [&](std::uint16_t i, std::uint16_t id, unsigned flags) {
    store_descriptor(ring.memory, ring.layout.descriptor(i), {at, 8, id, static_cast<std::uint16_t>(flags)});
  };
  SECTION("endless") {
    for (std::uint16_t i = 0; i < 3; ++i) put(i, 0, avail | descriptor_flag::next);
    CHECK_FALSE(ring.device.pop());
    CHECK(ring.device.error() == DeviceError::chain_loops);
  }
  SECTION("id twice") {
    for (std::uint16_t i = 0; i < 2; ++i) put(i, 1, avail);
    CHECK(ring.device.pop());
    CHECK_FALSE(ring.device.pop());
    CHECK(ring.device.error() == DeviceError::id_in_flight);
  }
  SECTION("more available than the ring has") {
    for (std::uint16_t i = 0; i < 3; ++i) put(i, i, avail);
    for (int i = 0; i < 3; ++i) CHECK(ring.device.pop());
    put(0, 0, used);  // available for the next round, though nothing came back
    CHECK_FALSE(ring.device.pop());
    CHECK(ring.device.error() == DeviceError::avail_index_jump);
  }
}
