#include "time/duration.hpp"

#include <concepts>
#include <type_traits>

#include <catch2/catch.hpp>

#include "time/cycles.hpp"
#include "time/ids.hpp"

using namespace kickpath;
using namespace kickpath::literals;

// What must not compile: mixing ids of different kinds, or cycles with time.
static_assert(!std::is_convertible_v<CoreId, VcpuId>);
static_assert(!std::equality_comparable_with<CoreId, VcpuId>);
static_assert(!std::is_convertible_v<Cycles, Duration>);

TEST_CASE("Durations count picoseconds") {
  CHECK((1_us).count() == 1'000'000);
  CHECK(2_us + 720_ns == 2'720_ns);
  CHECK(to_seconds(1_ms) == Approx(1e-3));
}

TEST_CASE("Cycles become time at a frequency, rounded to the nearest picosecond") {
  CHECK(to_duration(Cycles{2400}, Frequency{2'400'000'000}) == 1_us);
  // 1 cycle of 3 GHz = 333.33 ps; 2 cycles = 666.67 ps
  CHECK(to_duration(Cycles{1}, Frequency{3'000'000'000}) == 333_ps);
  CHECK(to_duration(Cycles{2}, Frequency{3'000'000'000}) == 667_ps);
  // an hour of cycles does not overflow
  CHECK(to_duration(Cycles{3600ll * 3'000'000'000}, Frequency{3'000'000'000}) == 3600_s);
}
