#include "hostfacts/tsc.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::hostfacts;

TEST_CASE("Ticks and time are the frequency apart") {
  const TscClock clock(Frequency{2'500'000'000});
  CHECK(clock.to_ns(5) == Approx(2.0));
  CHECK(clock.ticks_in(std::chrono::nanoseconds{2}) == 5);
  CHECK(clock.ticks_in(std::chrono::seconds{4}) == 10'000'000'000);
}

TEST_CASE("The TSC never goes back on one thread") {
  Ticks last = rdtscp();
  for (int i = 0; i < 1000; ++i) {
    const Ticks now = rdtscp();
    REQUIRE(now >= last);
    last = now;
  }
}

TEST_CASE("Two calibrations agree") {
  const auto one = calibrate_tsc().frequency().hertz;
  const auto two = calibrate_tsc().frequency().hertz;
  CHECK(one > 100'000'000);
  CHECK(static_cast<double>(two) == Approx(static_cast<double>(one)).epsilon(200e-6));
}
