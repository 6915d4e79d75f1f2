#include "host/weights.hpp"

#include <catch2/catch.hpp>

#include "host/policy/virtual_time.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::literals;

TEST_CASE("Nice levels have Linux's weights") {
  CHECK(weight_of_nice(-20) == 88761);
  CHECK(weight_of_nice(-1) == 1277);
  CHECK(weight_of_nice(0) == 1024);
  CHECK(weight_of_nice(5) == 335);
  CHECK(weight_of_nice(19) == 15);
}

TEST_CASE("A nice level beyond -20..19 is refused") {
  CHECK_THROWS_AS(weight_of_nice(-21), std::invalid_argument);
  CHECK_THROWS_AS(weight_of_nice(20), std::invalid_argument);
}

TEST_CASE("One nice level is a tenth of the CPU more or less") {
  // Two tasks one level apart share 55 : 45, so the ratio is near 1.25 everywhere.
  for (int nice = min_nice; nice < max_nice; ++nice) {
    const double ratio =
        static_cast<double>(weight_of_nice(nice)) / static_cast<double>(weight_of_nice(nice + 1));
    CHECK(ratio == Approx(1.25).margin(0.05));
  }
}

TEST_CASE("Virtual time runs slower for the heavy and is rounded down") {
  CHECK(virtual_time(1_ms, 1024) == (1_ms).count());
  CHECK(virtual_time(1_ms, 2048) == (500_us).count());
  // 1000 ps x 1024 / 335 = 3056.7
  CHECK(virtual_time(1_ns, 335) == 3056);
}

TEST_CASE("A floor division rounds towards minus infinity, in 64 bits and beyond") {
  CHECK(floor_divide(7, 2) == 3);
  CHECK(floor_divide(-7, 2) == -4);
  CHECK(floor_divide(-8, 2) == -4);
  const Wide large = static_cast<Wide>(INT64_MAX) * 4;
  CHECK(floor_divide(large + 3, 4) == INT64_MAX);
  CHECK(floor_divide(-large + 1, 4) == -INT64_MAX);
  CHECK(floor_divide(-large + 3, 4) == -INT64_MAX);
}

TEST_CASE("Tunables grow by one at 2, 4 and 8 cores") {
  CHECK(tunable_factor(1) == 1);
  CHECK(tunable_factor(2) == 2);
  CHECK(tunable_factor(3) == 2);
  CHECK(tunable_factor(4) == 3);
  CHECK(tunable_factor(7) == 3);
  CHECK(tunable_factor(8) == 4);
  CHECK(tunable_factor(1024) == 4);
}
