#include "config/units.hpp"

#include <cstdint>
#include <limits>

#include <catch2/catch.hpp>

#include "config/decimal.hpp"

using namespace kickpath;
using namespace kickpath::config;
using namespace kickpath::literals;

namespace {
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("A duration is exact to the picosecond") {
  CHECK(*parse_duration("5 us") == 5_us);
  CHECK(*parse_duration("5us") == 5_us);
  CHECK(*parse_duration("0.1 us") == Duration{100'000});
  CHECK(*parse_duration("1.234567 us") == Duration{1'234'567});
  CHECK(*parse_duration("2.000000000001 s") == Duration{2'000'000'000'001});
  CHECK(*parse_duration("3 \u00b5s") == 3_us);
  CHECK(*parse_duration("3 \u03bcs") == 3_us);
  CHECK(*parse_duration("1.50 ns") == 1500_ps);
  CHECK(*parse_duration("-1 ms") == Duration{-1'000'000'000});
  CHECK(*parse_duration("0 us") == 0_us);
}

TEST_CASE("Nothing is finer than a picosecond") {
  CHECK(*parse_duration("0.001 ns") == 1_ps);
  CHECK(parse_duration("0.0001 ns").problem == "is finer than a picosecond");
  CHECK(*parse_duration("0.0010000000000000 ns") == 1_ps);
  CHECK(parse_duration("1.5 ps").problem == "is finer than a picosecond");
}

TEST_CASE("Durations end where 64-bit picoseconds do, on both sides") {
  CHECK(*parse_duration("9223372036854775807 ps") == Duration{most});
  CHECK_FALSE(parse_duration("9223372036854775808 ps"));
  CHECK(*parse_duration("-9223372036854775808 ps") == Duration{least});
  CHECK_FALSE(parse_duration("-9223372036854775809 ps"));
  CHECK(*parse_duration("9223372.036854775807 s") == Duration{most});
  CHECK_FALSE(parse_duration("9223372.036854775808 s"));
  CHECK_FALSE(parse_duration("99999999999999999999999999999999999999999999 s"));
  CHECK_FALSE(parse_duration("0.00000000000000000000000000000000000000000000001 s"));
}

TEST_CASE("A bare number where a unit belongs is told how to get one") {
  CHECK(parse_duration("5").problem == "'5' needs a unit, as in '5 us'");
  CHECK(parse_duration("0").problem == "'0' needs a unit, as in '5 us'");
  CHECK(parse_size("4096").problem == "'4096' needs a unit, as in '4 KiB'");
  CHECK(parse_frequency("2.4").problem == "'2.4' needs a unit, as in '2.4 GHz'");
  CHECK(parse_percent("30").problem == "'30' needs a unit, as in '30 %'");
  CHECK(parse_duration("").problem == "expected a duration, as in '5 us', not ''");
  CHECK(parse_duration("soon").problem == "expected a duration, as in '5 us', not 'soon'");
  CHECK(parse_duration("5 uss").problem == "'uss' is no unit of a duration (did you mean 'us'?)");
  CHECK_FALSE(parse_duration("1e3 us"));
  CHECK_FALSE(parse_duration("5 us "));
  CHECK_FALSE(parse_duration(".5 us"));
}

TEST_CASE("Cycles become time where a clock is known") {
  // 2400 / 2.4 GHz = 1 us
  CHECK(*parse_duration("2400 cycles", Frequency{2'400'000'000}) == 1_us);
  CHECK_FALSE(parse_duration("2400 cycles"));
  CHECK_FALSE(parse_duration("2.5 cycles", Frequency{1'000'000'000}));
  // 2^63 - 1 cycles of 1 Hz are far more seconds than fit, of 10 GHz too, but half as many of 5 THz fit:
  // 922,337 s
  CHECK_FALSE(parse_duration("9223372036854775807 cycles", Frequency{1}));
  CHECK(*parse_duration("4611686018427387904 cycles", Frequency{5'000'000'000'000}) ==
        Duration{922'337'203'685'477'581});
  CHECK(*parse_cycles("2400 cycles") == Cycles{2400});
  CHECK(*parse_cycles("1 cycle") == Cycles{1});
}

TEST_CASE("Sizes, frequencies, rates and percentages") {
  CHECK(*parse_size("4 KiB") == 4096);
  CHECK(*parse_size("1.5 KiB") == 1536);
  CHECK(*parse_size("1 MB") == 1'000'000);
  CHECK(parse_size("1.5 B").problem == "is finer than a byte");
  CHECK(*parse_size("7 TiB") == 7ll << 40);
  CHECK(*parse_size("8388607 TiB") == 8388607ll << 40);
  CHECK_FALSE(parse_size("8388608 TiB"));  // 2^23 * 2^40 = 2^63
  CHECK(*parse_frequency("2.4 GHz") == Frequency{2'400'000'000});
  CHECK(parse_frequency("2.4 Ghz").problem == "'Ghz' is no unit of a frequency (did you mean 'GHz'?)");
  CHECK(*parse_rate("100 MB/s") == 100'000'000);
  CHECK(*parse_rate("10 Gbit/s") == 1'250'000'000);
  CHECK_FALSE(parse_rate("4 bit/s"));
  CHECK(*parse_percent("30 %") == 0.3);
  CHECK(*parse_percent("0.1%") == 0.001);
}

TEST_CASE("A value is written as the shortest text that reads back as itself") {
  CHECK(to_text(0_us) == "0 us");
  CHECK(to_text(1500_ns) == "1.5 us");
  CHECK(to_text(100_ns) == "100 ns");
  CHECK(to_text(999_ps) == "999 ps");
  CHECK(to_text(1000_ps) == "1 ns");
  CHECK(to_text(3600_s) == "3600 s");
  CHECK(to_text(Frequency{2'400'000'000}) == "2.4 GHz");
  CHECK(to_text(Frequency{1}) == "1 Hz");
  CHECK(size_to_text(4096) == "4 KiB");
  CHECK(size_to_text(1500) == "1500 B");
  CHECK(size_to_text(0) == "0 B");
  CHECK(percent_to_text(0.3) == "30 %");
  CHECK(percent_to_text(0.001) == "0.1 %");
  CHECK(percent_to_text(1) == "100 %");
  CHECK(percent_to_text(0) == "0 %");
  CHECK(percent_to_text(-0.125) == "-12.5 %");
}

TEST_CASE("Writing and reading cancel out") {
  const std::int64_t value =
      GENERATE(std::int64_t{0}, 1, -1, 999, 1000, 1001, 123'456'789'012'345, most, least, most - 7);
  CAPTURE(value);
  CHECK(*parse_duration(to_text(Duration{value})) == Duration{value});
  CHECK(*parse_size(size_to_text(value)) == value);
  CHECK(*parse_frequency(to_text(Frequency{value})) == Frequency{value});
  const std::int64_t bytes_per_second = value / 8;
  CHECK(*parse_rate(rate_to_text(bytes_per_second)) == bytes_per_second);
  const double fraction = static_cast<double>(value) / 7e16;
  CHECK(*parse_percent(percent_to_text(fraction)) == fraction);
}
