#include <vector>

#include <catch2/catch.hpp>

#include "ring.hpp"

using namespace kickpath::virtqueue;
using kickpath::virtqueue::testing::Ring;

namespace {

constexpr std::uint16_t f_next = descriptor_flag::next;
constexpr std::uint16_t f_write = descriptor_flag::write;
constexpr std::uint16_t f_indirect = descriptor_flag::indirect;

/// A driver that writes the rings by hand.
struct Hostile : Ring {
  explicit Hostile(std::uint16_t size = 4) : Ring(size) {}

  void descriptor(std::uint16_t i, Descriptor d) { store_descriptor(memory, layout.descriptor(i), d); }
  void table(std::uint16_t i, Descriptor d) { store_descriptor(memory, data(16u * i), d); }
  void refer_to_table(std::uint32_t bytes) { descriptor(0, {data(), bytes, f_indirect, 0}); }
  void make_available(std::uint16_t head, std::uint16_t idx = 1) {
    memory.store<std::uint16_t>(layout.avail_entry(0), head);
    memory.store<std::uint16_t>(layout.avail_idx(), idx);
  }

  /// What the device says of head 0, or `none` when it takes it.
  DeviceError verdict() {
    make_available(0);
    return device.pop() ? DeviceError::none : device.error();
  }
};

}  // namespace

TEST_CASE("More available entries than descriptors are an index jump") {
  for (const std::uint16_t idx : {std::uint16_t{5}, std::uint16_t{65535}}) {
    Hostile ring;
    ring.make_available(0, idx);
    CHECK_FALSE(ring.device.pop());
    CHECK(ring.device.error() == DeviceError::avail_index_jump);
  }
  Hostile ring;
  ring.descriptor(0, {ring.data(), 1, 0, 0});
  ring.make_available(0, 4);
  CHECK(ring.device.pop());
}

TEST_CASE("Requests in flight count against the available entries") {
  Hostile ring;
  for (std::uint32_t token = 0; token < 4; ++token) ring.add_one(token);
  ring.device.pop();
  while (ring.device.pop()) continue;
  REQUIRE(ring.device.in_flight() == 4);
  ring.memory.store<std::uint16_t>(ring.layout.avail_idx(), 5);  // 4 in flight + 1 > 4
  CHECK_FALSE(ring.device.enable_notifications());
  CHECK(ring.device.error() == DeviceError::avail_index_jump);
}

TEST_CASE("A head must be a descriptor") {
  Hostile ring;
  ring.descriptor(3, {ring.data(), 1, 0, 0});
  SECTION("the last one is") {
    ring.make_available(3);
    CHECK(ring.device.pop());
  }
  SECTION("the one behind it is not") {
    ring.make_available(4);
    CHECK_FALSE(ring.device.pop());
    CHECK(ring.device.error() == DeviceError::head_out_of_range);
  }
}

TEST_CASE("A next must be a descriptor") {
  Hostile ring;
  ring.descriptor(3, {ring.data(), 1, 0, 0});
  ring.descriptor(0, {ring.data(), 1, f_next, 3});
  SECTION("the last one is") { CHECK(ring.verdict() == DeviceError::none); }
  SECTION("the one behind it is not") {
    ring.descriptor(0, {ring.data(), 1, f_next, 4});
    CHECK(ring.verdict() == DeviceError::next_out_of_range);
  }
}

TEST_CASE("A chain as long as the queue ends, a loop does not") {
  Hostile ring;
  for (std::uint16_t i = 0; i < 4; ++i) {
    ring.descriptor(i,
                    {ring.data(), 1, i < 3 ? f_next : std::uint16_t{0}, static_cast<std::uint16_t>(i + 1)});
  }
  SECTION("4 of 4") { CHECK(ring.verdict() == DeviceError::none); }
  SECTION("the last leads to the first") {
    ring.descriptor(3, {ring.data(), 1, f_next, 0});
    CHECK(ring.verdict() == DeviceError::chain_loops);
  }
  SECTION("one that leads to itself") {
    ring.descriptor(0, {ring.data(), 1, f_next, 0});
    CHECK(ring.verdict() == DeviceError::chain_loops);
  }
}

TEST_CASE("A loop in a large queue ends after as many descriptors as the queue has") {
  Hostile ring(256);
  ring.descriptor(0, {ring.data(), 1, f_next, 0});
  const auto loads = ring.area.loads;
  CHECK(ring.verdict() == DeviceError::chain_loops);
  CHECK(ring.area.loads - loads == 1 + 1 + 2 * 256);  // index, head, two words for each descriptor
}

TEST_CASE("A chain has as many buffers as a Chain keeps, and no more") {
  for (const bool is_longer : {false, true}) {
    Hostile ring(32);
    const auto last = static_cast<std::uint16_t>(Chain::max_buffers - (is_longer ? 0 : 1));
    for (std::uint16_t i = 0; i < last; ++i) {
      ring.descriptor(i, {ring.data(), 1, f_next, static_cast<std::uint16_t>(i + 1)});
    }
    ring.descriptor(last, {ring.data(), 1, 0, 0});
    CHECK(ring.verdict() == (is_longer ? DeviceError::chain_too_long : DeviceError::none));
  }
}

TEST_CASE("A buffer lies in memory from its first to its last byte") {
  Hostile ring;
  const GuestAddress end = ring.data(testing::data_bytes);
  const auto verdict_on = [&](GuestAddress address, std::uint32_t length) {
    Hostile fresh;
    fresh.descriptor(0, {address, length, 0, 0});
    return fresh.verdict();
  };
  CHECK(verdict_on({end.value - 8}, 8) == DeviceError::none);
  CHECK(verdict_on({end.value - 8}, 9) == DeviceError::address_out_of_range);
  CHECK(verdict_on(end, 1) == DeviceError::address_out_of_range);
  CHECK(verdict_on({testing::area_start.value - 1}, 1) == DeviceError::address_out_of_range);
  CHECK(verdict_on({~0ull}, 2) == DeviceError::address_out_of_range);
  CHECK(verdict_on(ring.data(), 0) == DeviceError::zero_length);
}

TEST_CASE("Readable buffers come before writable ones") {
  Hostile ring;
  ring.descriptor(0, {ring.data(), 1, f_next | f_write, 1});
  ring.descriptor(1, {ring.data(), 1, 0, 0});
  CHECK(ring.verdict() == DeviceError::readable_after_writable);
}

namespace {

/// Memory that holds the rings of `Ring` and claims 2 GiB more behind them, never touched.
struct Vast : testing::CheckedMemory {
  using testing::CheckedMemory::CheckedMemory;
  bool contains(GuestAddress a, std::uint64_t length) const { return a.value + length <= 1ull << 31; }
};

}  // namespace

TEST_CASE("A chain has 2^32 bytes at most") {
  for (const std::uint32_t last : {4u, 5u}) {
    Ring ring(4);
    SplitDevice<Vast> device(Vast(ring.area), ring.layout, Suppression::flags);
    // 2 * (2^31 - 65536) + 131068 + 4 = 2^32
    const std::uint32_t lengths[] = {0x7fff0000, 0x7fff0000, 131068, last};
    std::vector<Buffer> buffers;
    for (const std::uint32_t length : lengths) buffers.push_back({{0x10000}, length, false});
    ring.driver.add(buffers, 1);
    CHECK(device.pop().has_value() == (last == 4));
    CHECK(device.error() == (last == 4 ? DeviceError::none : DeviceError::too_many_bytes));
  }
}

TEST_CASE("An indirect table is whole descriptors in memory") {
  Hostile ring;
  ring.table(0, {ring.data(64), 1, 0, 0});
  const GuestAddress end = ring.data(testing::data_bytes);
  DeviceError expected = DeviceError::none;
  SECTION("good") { ring.refer_to_table(16); }
  SECTION("length zero") {
    ring.refer_to_table(0);
    expected = DeviceError::bad_indirect_length;
  }
  SECTION("length 24") {
    ring.refer_to_table(24);
    expected = DeviceError::bad_indirect_length;
  }
  SECTION("one descriptor beyond the end") {
    ring.descriptor(0, {{end.value - 16}, 32, f_indirect, 0});
    expected = DeviceError::bad_indirect_address;
  }
  SECTION("8-byte aligned is enough") {
    ring.descriptor(0, {ring.data(8), 16, f_indirect, 0});
    store_descriptor(ring.memory, ring.data(8), {ring.data(64), 1, 0, 0});
  }
  SECTION("4-byte aligned is not") {
    ring.descriptor(0, {ring.data(4), 16, f_indirect, 0});
    expected = DeviceError::bad_indirect_address;
  }
  SECTION("F_NEXT with F_INDIRECT") {
    ring.descriptor(0, {ring.data(), 16, f_indirect | f_next, 1});
    expected = DeviceError::indirect_with_next;
  }
  SECTION("F_WRITE with F_INDIRECT means nothing") {
    ring.descriptor(0, {ring.data(), 16, f_indirect | f_write, 0});
  }
  SECTION("a table in a table") {
    ring.refer_to_table(16);
    ring.table(0, {ring.data(64), 16, f_indirect, 0});
    expected = DeviceError::nested_indirect;
  }
  SECTION("a next behind the table") {
    ring.refer_to_table(32);
    ring.table(0, {ring.data(64), 1, f_next, 2});
    expected = DeviceError::next_out_of_range;
  }
  SECTION("a loop in the table") {
    ring.refer_to_table(32);
    ring.table(0, {ring.data(64), 1, f_next, 0});
    expected = DeviceError::chain_loops;
  }
  CHECK(ring.verdict() == expected);
}

TEST_CASE("Direct descriptors may lead to an indirect table") {
  Hostile ring;
  ring.descriptor(0, {ring.data(64), 3, f_next, 2});
  ring.descriptor(2, {ring.data(), 32, f_indirect, 0});
  ring.table(0, {ring.data(128), 5, f_next, 1});
  ring.table(1, {ring.data(192), 7, f_write, 0});
  ring.make_available(0);
  const Chain chain = ring.device.pop().value();
  REQUIRE(chain.buffers().size() == 3);
  CHECK(chain.readable_bytes() == 3 + 5);
  CHECK(chain.writable_bytes() == 7);
  CHECK(chain.buffers()[2].address == ring.data(192));
}

TEST_CASE("Rings that are misplaced break the device before it touches them") {
  Ring ring(4);
  QueueLayout bad = ring.layout;
  bad.used = ring.data(testing::data_bytes);
  const auto accesses = ring.area.loads + ring.area.stores;
  SplitDevice<testing::CheckedMemory> device(ring.memory, bad, Suppression::flags);
  CHECK(device.error() == DeviceError::bad_layout);
  CHECK_FALSE(device.pop());
  device.push(0, 0);
  device.disable_notifications();
  CHECK_FALSE(device.enable_notifications());
  CHECK_FALSE(device.needs_interrupt());
  CHECK(ring.area.loads + ring.area.stores == accesses);
}

TEST_CASE("A broken device stays broken and does no more") {
  Hostile ring;
  ring.descriptor(1, {ring.data(), 1, 0, 0});
  ring.make_available(9);
  REQUIRE_FALSE(ring.device.pop());
  ring.make_available(1);
  const auto accesses = ring.area.loads + ring.area.stores;
  CHECK_FALSE(ring.device.pop());
  CHECK_FALSE(ring.device.has_pending());
  ring.device.push(1, 0);
  ring.device.disable_notifications();
  CHECK_FALSE(ring.device.enable_notifications());
  CHECK_FALSE(ring.device.needs_interrupt());
  CHECK(ring.area.loads + ring.area.stores == accesses);
  CHECK(ring.device.error() == DeviceError::head_out_of_range);
}
