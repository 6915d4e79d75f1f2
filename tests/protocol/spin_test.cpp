#include "protocol/spin.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using kickpath::protocol::SpinRate;

namespace {

constexpr SpinRate half_a_gigahertz{(std::uint64_t{1} << 48) /
                                    2000};  // 0.0005 iterations a picosecond, cut off

}  // namespace

TEST_CASE("No time and negative time are no work") {
  CHECK(half_a_gigahertz.iterations(0_ps) == 0);
  CHECK(half_a_gigahertz.iterations(-1_ps) == 0);
  CHECK(half_a_gigahertz.iterations(Duration::min()) == 0);
}

TEST_CASE("A microsecond of 0.5 iterations a nanosecond is 500, less what the factor was cut by") {
  // 2^48 / 2000 = 140737488355.328, cut by 0.328: 1e6 * 0.328 / 2^48 = 1e-9 iterations short of 500
  CHECK(half_a_gigahertz.iterations(1_us) == 499);
  CHECK(half_a_gigahertz.iterations(1_us + 1_ps) == 500);
  CHECK(half_a_gigahertz.iterations(2000_ps) == 0);  // just below one
  CHECK(half_a_gigahertz.iterations(2001_ps) == 1);
}

TEST_CASE("An iteration a picosecond is as many iterations as picoseconds, however many") {
  constexpr SpinRate fast{std::uint64_t{1} << 48};
  CHECK(fast.iterations(1_ps) == 1);
  CHECK(fast.iterations(1_us) == 1'000'000);
  CHECK(fast.iterations(Duration::max()) == static_cast<std::uint64_t>(Duration::max().count()));
}

TEST_CASE("A rate that nobody has measured is no work at all") { CHECK(SpinRate{}.iterations(1_s) == 0); }

TEST_CASE("Spinning ends: after no iteration, one, and a million") {
  for (const std::uint64_t iterations : {0u, 1u, 1'000'000u}) protocol::spin(iterations);
}
