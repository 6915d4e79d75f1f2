#include "virtqueue/layout.hpp"

#include <catch2/catch.hpp>

#include "virtqueue/direct_memory.hpp"

using namespace kickpath::virtqueue;

TEST_CASE("Parts have the sizes of VirtIO 1.3 2.7") {
  CHECK(desc_bytes(256) == 16 * 256);
  CHECK(avail_bytes(256) == 6 + 2 * 256);
  CHECK(used_bytes(256) == 6 + 8 * 256);
  CHECK(used_bytes(32768) == 6 + 8 * 32768);
}

TEST_CASE("Words lie where the available and used structures put them") {
  const QueueLayout q{{0x1000}, {0x2000}, {0x3000}, 8};
  CHECK(q.descriptor(3).value == 0x1000 + 3 * 16);
  CHECK(q.avail_flags().value == 0x2000);
  CHECK(q.avail_idx().value == 0x2000 + 2);
  CHECK(q.avail_entry(5).value == 0x2000 + 4 + 5 * 2);
  CHECK(q.used_event().value == 0x2000 + 4 + 8 * 2);
  CHECK(q.used_flags().value == 0x3000);
  CHECK(q.used_idx().value == 0x3000 + 2);
  CHECK(q.used_entry_id(5).value == 0x3000 + 4 + 5 * 8);
  CHECK(q.used_entry_length(5).value == 0x3000 + 4 + 5 * 8 + 4);
  CHECK(q.avail_event().value == 0x3000 + 4 + 8 * 8);
}

TEST_CASE("Entries wrap at the size of the queue") {
  const QueueLayout q{{0x1000}, {0x2000}, {0x3000}, 8};
  CHECK(q.avail_entry(7).value == 0x2000 + 4 + 7 * 2);
  CHECK(q.avail_entry(8) == q.avail_entry(0));
  CHECK(q.used_entry_id(65535) == q.used_entry_id(7));
}

TEST_CASE("By default no two parts share a cache line") {
  const QueueLayout q = lay_out(GuestAddress{0x4000}, 4);
  CHECK(q.desc.value == 0x4000);
  CHECK(q.avail.value == 0x4000 + 64);      // 16 * 4 = 64, one line
  CHECK(q.used.value == 0x4000 + 64 + 64);  // 6 + 2 * 4 = 14, rounded up to 64
  CHECK(area_bytes(4) == 64 + 64 + 64);     // 6 + 8 * 4 = 38, rounded up to 64
}

TEST_CASE("Packed as tightly as alignment 16 lets them") {
  const QueueLayout q = lay_out(GuestAddress{0x4000}, 2, 16);
  CHECK(q.avail.value == 0x4000 + 32);  // 16 * 2
  CHECK(q.used.value == 0x4000 + 48);   // + 6 + 2 * 2 = 10, rounded up to 16
  CHECK(area_bytes(2, 16) == 48 + 32);  // + 6 + 8 * 2 = 22, rounded up to 32
}

TEST_CASE("A queue size is a power of two up to 32768") {
  CHECK(is_queue_size(1));
  CHECK(is_queue_size(32768));
  CHECK_FALSE(is_queue_size(0));
  CHECK_FALSE(is_queue_size(3));
  CHECK_FALSE(is_queue_size(32769));
}

TEST_CASE("A queue is usable when its parts are aligned and in memory") {
  alignas(64) std::byte bytes[192] = {};
  const DirectMemory memory{bytes, {0x4000}, sizeof bytes};
  const QueueLayout good = lay_out(GuestAddress{0x4000}, 4);
  CHECK(is_usable(memory, good));

  const auto refuses = [&](auto spoil) {
    QueueLayout bad = good;
    spoil(bad);
    return !is_usable(memory, bad);
  };
  CHECK(refuses([](QueueLayout& q) { q.size = 3; }));
  CHECK(refuses([](QueueLayout& q) { q.desc.value += 8; }));
  CHECK(refuses([](QueueLayout& q) { q.avail.value += 1; }));
  CHECK(refuses([](QueueLayout& q) { q.used.value += 2; }));
  CHECK(refuses([](QueueLayout& q) { q.desc.value -= 16; }));
  // The used ring has 6 + 8 * 4 = 38 bytes: it may begin 40 before the end of 192, not 36 before it.
  CHECK_FALSE(refuses([](QueueLayout& q) { q.used.value = 0x4000 + 192 - 40; }));
  CHECK(refuses([](QueueLayout& q) { q.used.value = 0x4000 + 192 - 36; }));
}

TEST_CASE("Memory contains its last byte and no byte behind it") {
  std::byte bytes[64] = {};
  const DirectMemory memory{bytes, {0x1000}, sizeof bytes};
  CHECK(memory.contains({0x1000}, 64));
  CHECK_FALSE(memory.contains({0x1000}, 65));
  CHECK(memory.contains({0x103f}, 1));
  CHECK_FALSE(memory.contains({0x1040}, 1));
  CHECK_FALSE(memory.contains({0x0fff}, 1));
  CHECK_FALSE(memory.contains({0x1001}, ~std::uint64_t{0}));  // the end would wrap to 0x1000
}
