#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/outcome.hpp"
#include "time/cycles.hpp"
#include "time/duration.hpp"

/// Quantities with their units, exact: no number passes through a double (but percent), so `0.1 us` is
/// 100,000 ps. A number and its unit may be apart or together: `5 us`, `5us`. A number without unit is a
/// problem, 0 included.
namespace kickpath::config {

/// ps ns us µs ms s; `cycles` rounded to the nearest picosecond where `clock` is known.
Outcome<Duration> parse_duration(std::string_view text, std::optional<Frequency> clock = {});
/// Bytes: B; kB KB MB GB TB (powers of 1000); KiB MiB GiB TiB.
Outcome<std::int64_t> parse_size(std::string_view text);
/// Hz kHz MHz GHz, whole hertz.
Outcome<Frequency> parse_frequency(std::string_view text);
/// Bytes per second: a size's unit and "/s", or bit/s kbit/s Mbit/s Gbit/s (multiples of 8).
Outcome<std::int64_t> parse_rate(std::string_view text);
/// `30 %` is 0.3.
Outcome<double> parse_percent(std::string_view text);
Outcome<Cycles> parse_cycles(std::string_view text);

/// The shortest text that parses back to exactly the same value.
std::string to_text(Duration value);
std::string to_text(Frequency value);
std::string to_text(Cycles value);
std::string size_to_text(std::int64_t bytes);
std::string rate_to_text(std::int64_t bytes_per_second);
std::string percent_to_text(double fraction);

/// Regular expressions for JSON Schema.
std::string duration_pattern();
std::string size_pattern();
std::string frequency_pattern();
std::string rate_pattern();
std::string percent_pattern();
std::string cycles_pattern();

}  // namespace kickpath::config
