#include "results/human.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <span>
#include <string_view>

namespace kickpath::results {
namespace {

struct Scale {
  double one;  ///< this many of the unit are 1 of the scale
  std::string_view prefix;
};

constexpr std::array decimal{Scale{1, ""}, Scale{1e3, "k"}, Scale{1e6, "M"}, Scale{1e9, "G"},
                             Scale{1e12, "T"}};
constexpr std::array time{Scale{1, "ns"}, Scale{1e3, "us"}, Scale{1e6, "ms"}, Scale{1e9, "s"}};
constexpr std::array plain{Scale{1, ""}};

struct Notation {
  std::span<const Scale> scales;
  std::string_view suffix;
};

Notation notation_of(Unit unit) {
  switch (unit) {
    case Unit::per_second:
      return {decimal, "/s"};
    case Unit::bytes_per_second:
      return {decimal, "B/s"};
    case Unit::per_cpu_second:
      return {decimal, "/cpu-s"};
    case Unit::bytes_per_cpu_second:
      return {decimal, "B/cpu-s"};
    case Unit::nanoseconds:
      return {time, ""};
    case Unit::seconds:
      return {plain, "s"};
    case Unit::count:
    case Unit::per_op:
      break;
  }
  return {plain, ""};
}

/// The largest scale of which there is at least one, after rounding to three digits: 999.6 is 1.00 k.
Scale scale_of(double value, std::span<const Scale> scales) {
  Scale fitting = scales.front();
  for (const Scale scale : scales)
    if (std::abs(value) >= 0.9995 * scale.one) fitting = scale;
  return fitting;
}

/// Decimals that leave three digits of `value`, at most three of them.
int decimals_of(double value) {
  const double size = std::abs(value);
  if (size >= 99.95) return 0;
  if (size >= 9.995) return 1;
  return size >= 0.9995 ? 2 : 3;
}

/// "0" instead of "0.000": nothing at all is not a rounded little.
std::string digits(double value, int decimals) {
  return value == 0 ? "0" : fmt::format("{:.{}f}", value, decimals);
}

std::string with_unit(std::string digits, const Scale& scale, const Notation& notation) {
  const std::string unit = fmt::format("{}{}", scale.prefix, notation.suffix);
  return unit.empty() ? digits : fmt::format("{} {}", digits, unit);
}

}  // namespace

std::string human(double value, Unit unit) {
  const Notation notation = notation_of(unit);
  const Scale scale = scale_of(value, notation.scales);
  const double scaled = value / scale.one;
  return with_unit(digits(scaled, decimals_of(scaled)), scale, notation);
}

std::string human(double value, double half_width, Unit unit) {
  const Notation notation = notation_of(unit);
  const Scale scale = scale_of(value, notation.scales);
  const double scaled = value / scale.one;
  const int decimals = decimals_of(scaled);
  const std::string both =
      fmt::format("{} ± {}", digits(scaled, decimals), digits(half_width / scale.one, decimals));
  return with_unit(both, scale, notation);
}

std::string human_interval(double lo, double hi, Unit unit) {
  const Notation notation = notation_of(unit);
  const double larger = std::max(std::abs(lo), std::abs(hi));
  const Scale scale = scale_of(larger, notation.scales);
  const int decimals = decimals_of(larger / scale.one);
  const std::string both =
      fmt::format("[{}, {}]", digits(lo / scale.one, decimals), digits(hi / scale.one, decimals));
  return with_unit(both, scale, notation);
}

}  // namespace kickpath::results
