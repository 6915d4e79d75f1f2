#include "config/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "config/quantities.hpp"

namespace kickpath::config {

namespace {

constexpr std::int64_t kilo = 1'000, mega = kilo * kilo, giga = mega * kilo, tera = giga * kilo;
constexpr std::int64_t kibi = 1 << 10, mebi = kibi << 10, gibi = mebi << 10, tebi = gibi << 10;

// Tables are within functions because shapes may be built while the program's constants are.

const UnitTable& durations() {
  static const UnitTable table{"a duration",
                               "5 us",
                               "a picosecond",
                               "106 days, the most that 64-bit picoseconds hold",
                               {{"ps", 1},
                                {"ns", kilo},
                                {"us", mega},
                                {"ms", giga},
                                {"s", tera},
                                {"\u00b5s", mega},
                                {"\u03bcs", mega}}};  // micro sign, Greek mu
  return table;
}

const UnitTable& cycle_counts() {
  static const UnitTable table{
      "a number of cycles", "2400 cycles", "a cycle", "64 bits", {{"cycles", 1}, {"cycle", 1}}};
  return table;
}

const UnitTable& sizes() {
  static const UnitTable table{"a size",
                               "4 KiB",
                               "a byte",
                               "64 bits",
                               {{"B", 1},
                                {"kB", kilo},
                                {"KB", kilo},
                                {"MB", mega},
                                {"GB", giga},
                                {"TB", tera},
                                {"KiB", kibi},
                                {"MiB", mebi},
                                {"GiB", gibi},
                                {"TiB", tebi}}};
  return table;
}

const UnitTable& frequencies() {
  static const UnitTable table{"a frequency",
                               "2.4 GHz",
                               "a hertz",
                               "64 bits",
                               {{"Hz", 1}, {"kHz", kilo}, {"MHz", mega}, {"GHz", giga}}};
  return table;
}

/// The table of sizes, and bits; in bits.
const UnitTable& rates() {
  static const UnitTable table = [] {
    UnitTable in_bits{"a rate", "100 MB/s", "a bit per second", "64 bits", {}};
    for (const Unit& unit : sizes().units) in_bits.units.push_back({unit.name + "/s", 8 * unit.multiplier});
    for (const Unit& unit :
         {Unit{"bit/s", 1}, Unit{"kbit/s", kilo}, Unit{"Mbit/s", mega}, Unit{"Gbit/s", giga}})
      in_bits.units.push_back(unit);
    return in_bits;
  }();
  return table;
}

const UnitTable& percents() {
  static const UnitTable table{"a percentage", "30 %", "", "", {{"%", 1}}};
  return table;
}

bool is_cycles(const std::string& unit) { return unit == "cycles" || unit == "cycle"; }

Outcome<Duration> cycles_to_duration(const Quantity& quantity, std::optional<Frequency> clock) {
  using Result = Outcome<Duration>;
  if (!clock) return Result::bad("cycles need a clock, and none is known here; give a time, as in '5 us'");
  const auto count = in_base_units(quantity, cycle_counts());
  if (!count) return Result::bad(count.problem);
  const Wide seconds = Wide{*count} / clock->hertz;
  constexpr Wide most = Duration::max().count() / tera - 1;
  if (seconds > most || seconds < -most) return Result::bad("is beyond " + durations().range);
  return to_duration(Cycles{*count}, *clock);
}

/// The largest unit of which `value` has at least one.
std::string in_decimal_unit(std::int64_t value, const std::array<const char*, 5>& names,
                            const char* of_zero) {
  if (value == 0) return fmt::format("0 {}", of_zero);
  int places = 0;
  std::int64_t rest = value;
  std::size_t i = 0;
  for (; i + 1 < names.size() && names[i + 1] && (rest >= kilo || rest <= -kilo); ++i, places += 3)
    rest /= kilo;
  return fmt::format("{} {}", decimal_to_text(value, places), names[i]);
}

std::string shortest_whole(std::int64_t value, const UnitTable& table) {
  std::string best = fmt::format("{} {}", value, table.units.front().name);
  for (const Unit& unit : table.units)
    if (value != 0 && value % unit.multiplier == 0)
      if (std::string text = fmt::format("{} {}", value / unit.multiplier, unit.name);
          text.size() < best.size())
        best = std::move(text);
  return best;
}

}  // namespace

Outcome<Duration> parse_duration(std::string_view text, std::optional<Frequency> clock) {
  const auto quantity = split_quantity(text, durations());
  if (!quantity) return Outcome<Duration>::bad(quantity.problem);
  if (is_cycles(quantity.value->unit)) return cycles_to_duration(*quantity, clock);
  const auto ps = in_base_units(*quantity, durations());
  return ps ? Outcome<Duration>{Duration{*ps}} : Outcome<Duration>::bad(ps.problem);
}

Outcome<std::int64_t> parse_size(std::string_view text) { return parse_quantity(text, sizes()); }

Outcome<Frequency> parse_frequency(std::string_view text) {
  const auto hertz = parse_quantity(text, frequencies());
  return hertz ? Outcome<Frequency>{Frequency{*hertz}} : Outcome<Frequency>::bad(hertz.problem);
}

Outcome<std::int64_t> parse_rate(std::string_view text) {
  const auto bits = parse_quantity(text, rates());
  if (bits && *bits % 8 != 0) return Outcome<std::int64_t>::bad("is not a whole number of bytes per second");
  return bits ? Outcome<std::int64_t>{*bits / 8} : bits;
}

Outcome<double> parse_percent(std::string_view text) {
  const auto quantity = split_quantity(text, percents());
  if (!quantity) return Outcome<double>::bad(quantity.problem);
  if (const auto unit = in_base_units({{}, quantity.value->unit}, percents()); !unit)
    return Outcome<double>::bad(unit.problem);
  // "e-2" rounds once: 30 % is the double next to 0.3
  const std::string scientific = std::string(text.substr(0, decimal_length(text))) + "e-2";
  double fraction = 0;
  std::from_chars(scientific.data(), scientific.data() + scientific.size(), fraction);
  return fraction;
}

Outcome<Cycles> parse_cycles(std::string_view text) {
  const auto count = parse_quantity(text, cycle_counts());
  return count ? Outcome<Cycles>{Cycles{*count}} : Outcome<Cycles>::bad(count.problem);
}

std::string to_text(Duration value) {
  return in_decimal_unit(value.count(), {"ps", "ns", "us", "ms", "s"}, "us");
}
std::string to_text(Frequency value) {
  return in_decimal_unit(value.hertz, {"Hz", "kHz", "MHz", "GHz", nullptr}, "Hz");
}
std::string to_text(Cycles value) { return fmt::format("{} cycles", value.count); }
std::string size_to_text(std::int64_t bytes) { return shortest_whole(bytes, sizes()); }

std::string rate_to_text(std::int64_t bytes_per_second) { return size_to_text(bytes_per_second) + "/s"; }

std::string percent_to_text(double fraction) {
  std::array<char, 32> shortest{};  // as "-1.25e-03"
  const auto end =
      std::to_chars(shortest.begin(), shortest.end(), std::abs(fraction), std::chars_format::scientific).ptr;
  const std::string_view text{shortest.data(), static_cast<std::size_t>(end - shortest.data())};
  const std::size_t mark = text.find('e');
  std::string digits{text.substr(0, mark)};
  digits.erase(std::min<std::size_t>(1, digits.size()), 1);
  const int exponent = std::atoi(text.data() + mark + 1) + 2;
  return fmt::format("{}{} %", fraction < 0 ? "-" : "",
                     with_point(digits, static_cast<int>(digits.size()) - 1 - exponent));
}

std::string duration_pattern() { return pattern_of(durations()); }
std::string size_pattern() { return pattern_of(sizes()); }
std::string frequency_pattern() { return pattern_of(frequencies()); }
std::string rate_pattern() { return pattern_of(rates()); }
std::string percent_pattern() { return pattern_of(percents()); }
std::string cycles_pattern() { return pattern_of(cycle_counts()); }

}  // namespace kickpath::config
