#include "protocol/tsc.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "rates.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::protocol;
using kickpath::protocol::testing::rate_of;

/// The counter as a clock. A factor is rounded by half a unit at most, so n of it are off by n / 2, in units
/// of the fixed point; then the fraction is cut off.
namespace {

constexpr std::uint64_t mega = 1'000'000;
constexpr std::uint64_t rates[] = {mega, 2596 * mega, 5000 * mega};  // hertz
constexpr std::uint64_t seconds_of_100_days = 100 * 86'400;
constexpr Duration days_100 = static_cast<std::int64_t>(seconds_of_100_days) * 1_s;

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a < b ? b - a : a - b; }
std::uint64_t distance(Duration a, Duration b) {
  return distance(static_cast<std::uint64_t>(a.count()), static_cast<std::uint64_t>(b.count()));
}

}  // namespace

TEST_CASE("A product is scaled in 128 bits: what overflows 64 on the way does not") {
  CHECK(scale(std::uint64_t{1} << 63, std::uint64_t{1} << 40, 48) == std::uint64_t{1} << (63 + 40 - 48));
  CHECK(scale(~std::uint64_t{0}, ~std::uint64_t{0}, 64) == ~std::uint64_t{0} - 1);
  CHECK(scale(3, 1, 1) == 1);  // cut off, not rounded
}

TEST_CASE("At 1 GHz a tick is 1000 ps, exactly") {
  constexpr TscRate rate = rate_of(1000 * mega);
  CHECK(rate.duration(0) == 0_ps);
  CHECK(rate.duration(1) == 1_ns);
  CHECK(rate.duration(86'400'000'000'000) == 86'400_s);
}

TEST_CASE("At 2.596 GHz 2596 ticks are a microsecond, to the picosecond below") {
  constexpr TscRate rate = rate_of(2596 * mega);
  // 1e12 / 2.596e9 = 385.208 ps a tick
  CHECK(rate.duration(1) == 385_ps);
  // The factor is 0.15 units of 2^-32 ps too small: 2596 ticks are 2596 * 0.15 / 2^32 = 9e-8 ps short.
  CHECK(rate.duration(2596) == 1_us - 1_ps);
  CHECK(rate.duration(2597) == 1_us + 385_ps);
}

TEST_CASE("Ticks become time to a picosecond and 2^-33 ps a tick") {
  for (const std::uint64_t hertz : rates) {
    INFO(hertz << " Hz");
    const TscRate rate = rate_of(hertz);
    for (const std::uint64_t seconds : {std::uint64_t{1}, std::uint64_t{3600}, seconds_of_100_days}) {
      const std::uint64_t ticks = seconds * hertz;
      CHECK(distance(rate.duration(ticks), static_cast<std::int64_t>(seconds) * 1_s) <= 1 + (ticks >> 33));
    }
  }
}

TEST_CASE("A hundred days of 5 GHz are right to 6 us") {
  constexpr std::uint64_t ticks = seconds_of_100_days * 5000 * mega;
  static_assert(ticks >> 33 == 5'029'141);  // 4.32e16 / 2^33 ps = 5.03 us
  CHECK(distance(rate_of(5000 * mega).duration(ticks), days_100) <= 6'000'000);
}

TEST_CASE("Time becomes ticks to one tick and 2^-49 ticks a picosecond") {
  for (const std::uint64_t hertz : rates) {
    INFO(hertz << " Hz");
    const TscRate rate = rate_of(hertz);
    for (const std::uint64_t seconds : {std::uint64_t{1}, std::uint64_t{3600}, seconds_of_100_days}) {
      const Duration time = static_cast<std::int64_t>(seconds) * 1_s;
      CHECK(distance(rate.ticks(time), seconds * hertz) <=
            1 + (static_cast<std::uint64_t>(time.count()) >> 49));
    }
  }
}

TEST_CASE("Both factors are exact to 2^-29 from 1 MHz on") {
  for (const std::uint64_t hertz : rates) {
    INFO(hertz << " Hz");
    const auto h = static_cast<long double>(hertz);
    const TscRate rate = rate_of(hertz);
    const long double ps = static_cast<long double>(rate.ps_per_tick) / 0x1p32L;
    const long double ticks = static_cast<long double>(rate.ticks_per_ps) / 0x1p48L;
    CHECK(static_cast<double>(std::abs(ps * h / 1e12L - 1)) < 0x1p-29);
    CHECK(static_cast<double>(std::abs(ticks * 1e12L / h - 1)) < 0x1p-29);
  }
}

TEST_CASE("There and back a date loses a tick at most, and 2^-28 of itself") {
  for (const std::uint64_t hertz : rates) {
    const TscRate rate = rate_of(hertz);
    const std::uint64_t ps_of_tick = 1'000'000'000'000 / hertz + 1;
    for (const Duration time : {0_ps, 1_us, 123'456'789_ns, 7_s, days_100}) {
      INFO(hertz << " Hz, " << time.count() << " ps");
      const auto ps = static_cast<std::uint64_t>(time.count());
      CHECK(distance(rate.duration(rate.ticks(time)), time) <= 1 + ps_of_tick + (ps >> 28));
    }
  }
}

TEST_CASE("A clock is at 0 at its origin and does not run back") {
  const std::uint64_t origin = read_tsc();
  const TscClock clock(rate_of(2596 * mega), origin);
  Instant last{};
  for (int i = 0; i < 1000; ++i) {
    const Instant now = clock.now();
    CHECK(now >= last);
    last = now;
  }
}

TEST_CASE("A date's tick counts from the clock's origin") {
  constexpr std::uint64_t origin = 987'654'321'012'345;
  constexpr TscRate rate = rate_of(1000 * mega);
  const TscClock clock(rate, origin);
  CHECK(clock.tick_of(Instant{}) == origin);
  // The factor of 1 GHz is 0.34 units of 2^-48 too large: 1 us is 1000 ticks and 1e6 * 0.34 / 2^48 = 1e-9.
  CHECK(clock.tick_of(Instant{1_us}) == origin + 1000);
  CHECK(clock.tick_of(Instant{1_us - 1_ps}) == origin + 999);
  CHECK(clock.tick_of(Instant{days_100}) - origin == rate.ticks(days_100));
}
