// One device goes on where another left off (vhost-user's SET_VRING_BASE).
#include <catch2/catch.hpp>

#include "packed_ring.hpp"

using namespace kickpath::virtqueue;
using namespace kickpath::virtqueue::testing;

TEST_CASE("A device goes on where another left off, also where the index comes round") {
  Ring ring(4);
  ring.turn(65'535);
  CHECK(ring.device.position() == 65'535);
  SplitDevice next(ring.memory, ring.layout, Suppression::flags, ring.device.position());
  for (std::uint32_t token = 1; token <= 2; ++token) {
    ring.add_one(token);
    next.push(next.pop().value().head(), 0);
    CHECK(ring.driver.reap().value().token == token);
  }
  CHECK(next.position() == 1);  // 65 535 + 2
  CHECK_FALSE(next.pop());
  CHECK(next.in_flight() == 0);
}

TEST_CASE("Packed: a device goes on where another left off, with its wrap counter") {
  PackedRing ring(3);
  ring.turn(4);
  CHECK(ring.device.position().offset == 1);
  CHECK_FALSE(ring.device.position().wrap);
  std::vector<std::uint16_t> lengths(3);
  PackedDevice next(ring.memory, ring.layout, std::span(lengths), Suppression::flags, ring.device.position());
  for (std::uint32_t token = 1; token <= 3; ++token) {
    ring.add_one(token);
    next.push(next.pop().value().head(), 0);
    CHECK(ring.driver.reap().value().token == token);
  }
  CHECK(next.position().offset == 1);
  CHECK(next.position().wrap);
  CHECK_FALSE(next.pop());
}

TEST_CASE("Packed: a device cannot begin behind the ring's end") {
  PackedRing ring(3);
  std::vector<std::uint16_t> lengths(3);
  PackedDevice last(ring.memory, ring.layout, std::span(lengths), Suppression::flags, RingPosition{2, true});
  CHECK(last.error() == DeviceError::none);
  PackedDevice behind(ring.memory, ring.layout, std::span(lengths), Suppression::flags,
                      RingPosition{3, true});
  CHECK(behind.error() == DeviceError::bad_layout);
}
