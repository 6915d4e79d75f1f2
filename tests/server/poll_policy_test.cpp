#include "server/poll_policy.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using kickpath::server::next_poll;
using kickpath::server::PollSpec;

/// scheduler.md section 6: QEMU's adjust_polling_time, with its defaults: grow 2 from 4 us, shrink to 0.
namespace {

constexpr PollSpec up_to_32us{32_us, false};

}  // namespace

TEST_CASE("A poll that was long enough stays; one picosecond more, and it grows") {
  CHECK(next_poll(8_us, 8_us, up_to_32us) == 8_us);
  CHECK(next_poll(8_us, 8_us + 1_ps, up_to_32us) == 16_us);
}

TEST_CASE("The first poll is 4 us, then it doubles up to the maximum") {
  CHECK(next_poll(0_us, 1_ps, up_to_32us) == 4_us);
  CHECK(next_poll(16_us, 20_us, up_to_32us) == 32_us);
  CHECK(next_poll(20_us, 21_us, up_to_32us) == 32_us);
  CHECK(next_poll(32_us, 32_us, up_to_32us) == 32_us);
}

TEST_CASE("A wait as long as the maximum changes nothing; either side of it does") {
  CHECK(next_poll(8_us, 32_us - 1_ps, up_to_32us) == 16_us);
  CHECK(next_poll(8_us, 32_us, up_to_32us) == 8_us);
  CHECK(next_poll(8_us, 32_us + 1_ps, up_to_32us) == 0_us);
}

TEST_CASE("A maximum below 4 us caps the first poll, and 0 keeps it at 0") {
  CHECK(next_poll(0_us, 1_us, {3_us, false}) == 3_us);
  CHECK(next_poll(0_us, 1_ps, {0_us, false}) == 0_us);
}

TEST_CASE("poll-grow and poll-shrink: 0 means twice, and back to none") {
  server::PollSpec spec{32_us};
  spec.grow = 4;
  spec.shrink = 2;
  CHECK(next_poll(0_us, 1_us, spec) == 4_us);
  CHECK(next_poll(4_us, 5_us, spec) == 16_us);
  CHECK(next_poll(16_us, 33_us, spec) == 8_us);
  spec.grow = spec.shrink = 0;
  CHECK(next_poll(4_us, 5_us, spec) == 8_us);
  CHECK(next_poll(16_us, 33_us, spec) == 0_us);
}
