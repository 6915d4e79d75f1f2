#include "vcpu/halt_poll.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using kickpath::vcpu::HaltPollSpec;
using kickpath::vcpu::next_halt_poll;

/// scheduler.md section 5: kvm_vcpu_halt, grow_halt_poll_ns, shrink_halt_poll_ns. Defaults: max 200 us, grow
/// 2 from 10 us, shrink 2.

TEST_CASE("A halt poll that is turned off stays at 0, and one that was on falls to 0") {
  HaltPollSpec off;
  off.max = 0_us;
  CHECK(next_halt_poll(0_us, 5_us, off) == 0_us);
  CHECK(next_halt_poll(40_us, 5_us, off) == 0_us);
}

TEST_CASE("A poll that was long enough stays as it is; one picosecond more, and it grows") {
  CHECK(next_halt_poll(40_us, 40_us, {}) == 40_us);
  CHECK(next_halt_poll(40_us, 40_us + 1_ps, {}) == 80_us);
}

TEST_CASE("The first growth is to the start value, later ones double up to the maximum") {
  CHECK(next_halt_poll(0_us, 1_ps, {}) == 10_us);
  CHECK(next_halt_poll(4_us, 6_us, {}) == 10_us);
  CHECK(next_halt_poll(10_us, 15_us, {}) == 20_us);
  CHECK(next_halt_poll(100_us, 150_us, {}) == 200_us);
  CHECK(next_halt_poll(160_us, 170_us, {}) == 200_us);
}

TEST_CASE("A halt as long as the maximum neither grows nor shrinks the poll; either side of it does") {
  CHECK(next_halt_poll(40_us, 200_us - 1_ps, {}) == 80_us);
  CHECK(next_halt_poll(40_us, 200_us, {}) == 40_us);
  CHECK(next_halt_poll(40_us, 200_us + 1_ps, {}) == 20_us);
}

TEST_CASE("A poll at its maximum does not grow, and shrinks after a longer halt") {
  CHECK(next_halt_poll(200_us, 200_us, {}) == 200_us);
  CHECK(next_halt_poll(200_us, 200_us + 1_ps, {}) == 100_us);
}

TEST_CASE("A poll that shrinks below the start value falls to 0") {
  CHECK(next_halt_poll(20_us, 1_ms, {}) == 10_us);
  CHECK(next_halt_poll(20_us - 2_ps, 1_ms, {}) == 0_us);
  CHECK(next_halt_poll(0_us, 1_ms, {}) == 0_us);
}

TEST_CASE("Shrink 0, the default before Linux 6.12, falls to 0 at once") {
  HaltPollSpec old;
  old.shrink = 0;
  CHECK(next_halt_poll(200_us, 1_ms, old) == 0_us);
}

TEST_CASE("Grow 0 never grows") {
  HaltPollSpec frozen;
  frozen.grow = 0;
  CHECK(next_halt_poll(0_us, 50_us, frozen) == 0_us);
  CHECK(next_halt_poll(40_us, 50_us, frozen) == 40_us);
}
