#include "virtqueue/suppression.hpp"

#include <cstdint>

#include <catch2/catch.hpp>

using namespace kickpath::virtqueue;

TEST_CASE("An event is needed when the index steps over it, not before and not after") {
  CHECK_FALSE(vring_need_event(10, 10, 9));   // entry 9 came: 10 is the next
  CHECK(vring_need_event(10, 11, 10));        // entry 10 came
  CHECK_FALSE(vring_need_event(10, 12, 11));  // entry 11 came: 10 was told before
  CHECK(vring_need_event(10, 20, 5));         // entries 5 to 19, 10 among them
  CHECK_FALSE(vring_need_event(10, 10, 10));  // nothing came
}

TEST_CASE("Events are crossed over the wrap of 16 bits") {
  CHECK(vring_need_event(65535, 0, 65535));
  CHECK_FALSE(vring_need_event(65535, 1, 0));
  CHECK(vring_need_event(0, 2, 65534));
}

TEST_CASE("Untested entries cross what lies among them") {
  UntestedEntries untested;
  CHECK(untested.is_empty());
  for (int i = 0; i < 3; ++i) untested.add_one();
  // The index is 8 after 3 entries: 5, 6 and 7.
  CHECK_FALSE(untested.have_crossed(4, 8));
  CHECK(untested.have_crossed(5, 8));
  CHECK(untested.have_crossed(7, 8));
  CHECK_FALSE(untested.have_crossed(8, 8));
  untested.clear();
  CHECK(untested.is_empty());
}

TEST_CASE("A full round of untested entries has crossed every event") {
  UntestedEntries untested;
  for (int i = 0; i < 65535; ++i) untested.add_one();
  CHECK_FALSE(untested.have_crossed(100, 100));  // entries 101 to 99: all but 100
  untested.add_one();
  CHECK(untested.have_crossed(100, 101));
  CHECK(untested.have_crossed(101, 101));
  for (int i = 0; i < 5; ++i) untested.add_one();
  CHECK(untested.have_crossed(5000, 106));
}
