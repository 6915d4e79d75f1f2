#include "disk/fifo.hpp"

#include <catch2/catch.hpp>

using kickpath::disk::Fifo;

TEST_CASE("A Fifo keeps its order while it wraps and grows") {
  Fifo<int> fifo;
  int pushed = 0, popped = 0;
  // Three in, two out: it wraps around its first 16 places, and grows with head and tail amidst the ring.
  while (pushed < 3000) {
    for (int i = 0; i < 3; ++i) fifo.push(pushed++);
    for (int i = 0; i < 2; ++i) REQUIRE(fifo.pop() == popped++);
  }
  while (!fifo.empty()) REQUIRE(fifo.pop() == popped++);
  CHECK(popped == pushed);
}
