#include <array>
#include <vector>

#include <catch2/catch.hpp>

#include "ring.hpp"

using namespace kickpath::virtqueue;
using kickpath::virtqueue::testing::Ring;

TEST_CASE("A request arrives as it was added and comes back with its token") {
  Ring ring(8);
  const std::array<Buffer, 3> request{Buffer{ring.data(0), 16, false}, Buffer{ring.data(16), 4096, true},
                                      Buffer{ring.data(8192), 1, true}};
  REQUIRE(ring.driver.add(request, 77) == AddResult::added);
  CHECK(ring.driver.free_descriptors() == 8 - 3);
  CHECK(ring.driver.in_flight() == 1);

  const Chain chain = ring.device.pop().value();
  REQUIRE(chain.buffers().size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(chain.buffers()[i].address == request[i].address);
    CHECK(chain.buffers()[i].length == request[i].length);
    CHECK(chain.buffers()[i].is_writable == request[i].is_writable);
  }
  CHECK(chain.readable_bytes() == 16);
  CHECK(chain.writable_bytes() == 4096 + 1);
  CHECK_FALSE(ring.device.pop());
  CHECK_FALSE(ring.driver.reap());

  ring.device.push(chain.head(), 4097);
  const Used used = ring.driver.reap().value();
  CHECK(used.token == 77);
  CHECK(used.length == 4097);
  CHECK(ring.driver.free_descriptors() == 8);
  CHECK(ring.driver.in_flight() == 0);
  CHECK_FALSE(ring.driver.reap());
}

TEST_CASE("An indirect request takes one descriptor, whatever its length") {
  Ring ring(4);
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
  CHECK(ring.driver.free_descriptors() == 4);
}

TEST_CASE("An indirect table that is not 16-byte aligned or leaves memory is refused") {
  Ring ring(4);
  const std::array<Buffer, 2> request{Buffer{ring.data(), 1, false}, Buffer{ring.data(), 1, false}};
  const GuestAddress end = ring.data(testing::data_bytes);
  CHECK(ring.driver.add_indirect(request, 0, ring.data(8)) == AddResult::invalid);
  CHECK(ring.driver.add_indirect(request, 0, {end.value - 16}) == AddResult::invalid);
  CHECK(ring.driver.add_indirect(request, 0, {end.value - 32}) == AddResult::added);
}

TEST_CASE("A queue takes requests until its descriptors are gone, and again after a reap") {
  Ring ring(4);
  const std::array<Buffer, 2> pair{Buffer{ring.data(), 1, false}, Buffer{ring.data(), 1, true}};
  CHECK(ring.driver.add(pair, 0) == AddResult::added);
  CHECK(ring.add_one(1) == AddResult::added);
  CHECK(ring.driver.add(pair, 2) == AddResult::full);  // 4 - 2 - 1 = 1 free
  CHECK(ring.add_one(2) == AddResult::added);
  CHECK(ring.add_one(3) == AddResult::full);
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.driver.reap().value().token == 0);
  CHECK(ring.driver.add(pair, 3) == AddResult::added);
}

TEST_CASE("A request that breaks the rules is refused and leaves no trace") {
  Ring ring(2);
  const auto stores = ring.area.stores;
  const Buffer in{ring.data(), 1, false}, out{ring.data(), 1, true}, empty{ring.data(), 0, false};
  CHECK(ring.driver.add({}, 0) == AddResult::invalid);
  CHECK(ring.driver.add(std::array{empty}, 0) == AddResult::invalid);
  CHECK(ring.driver.add(std::array{out, in}, 0) == AddResult::invalid);
  CHECK(ring.driver.add(std::array{in, in, out}, 0) == AddResult::invalid);  // 3 > 2
  CHECK(ring.area.stores == stores);
  CHECK(ring.driver.add(std::array{in, out}, 0) == AddResult::added);
}

TEST_CASE("Requests come back in the order of the device") {
  Ring ring(4);
  for (std::uint32_t token : {10u, 11u, 12u}) ring.add_one(token);
  const Chain a = ring.device.pop().value(), b = ring.device.pop().value(), c = ring.device.pop().value();
  CHECK(ring.device.in_flight() == 3);
  for (const Chain& chain : {c, a, b}) ring.device.push(chain.head(), 0);
  CHECK(ring.device.in_flight() == 0);
  CHECK(ring.driver.reap().value().token == 12);
  CHECK(ring.driver.reap().value().token == 10);
  CHECK(ring.driver.reap().value().token == 11);
}

TEST_CASE("Indices wrap at 16 bits without anybody noticing") {
  Ring ring(4);
  ring.turn(65534);
  for (std::uint32_t token = 0; token < 4; ++token) REQUIRE(ring.add_one(token) == AddResult::added);
  CHECK(ring.memory.load<std::uint16_t>(ring.layout.avail_idx()) == 2);  // 65534 + 4 - 65536
  for (std::uint32_t token = 0; token < 4; ++token) {
    ring.device.push(ring.device.pop().value().head(), 0);
    CHECK(ring.driver.reap().value().token == token);
  }
  CHECK_FALSE(ring.device.is_broken());
}

TEST_CASE("A queue of the largest size fills and drains") {
  Ring ring(max_queue_size);
  for (std::uint32_t token = 0; token < max_queue_size; ++token) ring.add_one(token);
  CHECK(ring.add_one(0) == AddResult::full);
  std::uint32_t n = 0;
  while (const auto chain = ring.device.pop()) ring.device.push(chain->head(), n++);
  CHECK(n == 32768);
  while (const auto used = ring.driver.reap()) CHECK(used->token == used->length);
  CHECK(ring.driver.in_flight() == 0);
}

namespace {
void write_used(Ring& ring, std::uint32_t id, std::uint16_t idx) {
  ring.memory.store<std::uint32_t>(ring.layout.used_entry_id(0), id);
  ring.memory.store<std::uint16_t>(ring.layout.used_idx(), idx);
}
}  // namespace

TEST_CASE("A device that invents completions breaks the queue, and no more is done with it") {
  Ring ring(4);
  ring.add_one(1);
  DriverError expected = DriverError::none;
  SECTION("more entries than requests in flight") {
    write_used(ring, 0, 2);
    expected = DriverError::used_index_jump;
  }
  SECTION("an index that goes back") {
    write_used(ring, 0, 65535);
    expected = DriverError::used_index_jump;
  }
  SECTION("an id that is no descriptor") {
    write_used(ring, 4, 1);
    expected = DriverError::used_id_out_of_range;
  }
  SECTION("an id that is a head only in its lower 16 bits") {
    write_used(ring, 0x10000, 1);
    expected = DriverError::used_id_out_of_range;
  }
  SECTION("a descriptor that is free") {
    write_used(ring, 3, 1);
    expected = DriverError::used_id_not_in_flight;
  }
  CHECK_FALSE(ring.driver.reap());
  CHECK(ring.driver.error() == expected);
  const auto accesses = ring.area.loads + ring.area.stores;
  CHECK_FALSE(ring.driver.reap());
  CHECK_FALSE(ring.driver.enable_interrupts());
  CHECK_FALSE(ring.driver.needs_kick());
  ring.driver.disable_interrupts();
  CHECK(ring.add_one(2) == AddResult::broken);
  CHECK(ring.area.loads + ring.area.stores == accesses);
  CHECK(ring.driver.error() == expected);
}

TEST_CASE("The same completion twice, or one for the middle of a chain, is not in flight") {
  Ring ring(4);
  const std::array<Buffer, 2> pair{Buffer{ring.data(), 1, false}, Buffer{ring.data(), 1, true}};
  ring.driver.add(pair, 1);
  ring.add_one(2);
  SECTION("twice") {
    const Chain chain = ring.device.pop().value();
    ring.device.push(chain.head(), 0);
    ring.device.push(chain.head(), 0);
    CHECK(ring.driver.reap().value().token == 1);
  }
  SECTION("middle") { write_used(ring, 1, 1); }
  CHECK_FALSE(ring.driver.reap());
  CHECK(ring.driver.error() == DriverError::used_id_not_in_flight);
}

TEST_CASE("What the device writes into the descriptors does not reach the driver's free list") {
  Ring ring(4);
  const std::array<Buffer, 3> request{Buffer{ring.data(), 1, false}, Buffer{ring.data(), 1, false},
                                      Buffer{ring.data(), 1, true}};
  ring.driver.add(request, 1);
  ring.device.push(ring.device.pop().value().head(), 0);
  for (std::uint16_t i = 0; i < 4; ++i) {
    store_descriptor(ring.memory, ring.layout.descriptor(i), {{~0ull}, ~0u, 0xffff, 0xffff});
  }
  CHECK(ring.driver.reap().value().token == 1);
  for (std::uint32_t token = 0; token < 4; ++token) CHECK(ring.add_one(token) == AddResult::added);
}

TEST_CASE("A driver without enough slots or with rings outside memory begins broken and touches nothing") {
  Ring ring(4);
  const auto stores = ring.area.stores;
  std::vector<DriverSlot> slots(4);
  QueueLayout outside = ring.layout;
  outside.used = {0};
  SplitDriver<testing::CheckedMemory> few(ring.memory, ring.layout, {slots.data(), 3}, Suppression::flags);
  SplitDriver<testing::CheckedMemory> away(ring.memory, outside, slots, Suppression::flags);
  for (auto* driver : {&few, &away}) {
    CHECK(driver->error() == DriverError::bad_layout);
    CHECK(driver->add(std::array{Buffer{ring.data(), 1, false}}, 0) == AddResult::broken);
    CHECK_FALSE(driver->reap());
  }
  CHECK(ring.area.stores == stores);
}
