#include "study/scale.hpp"

#include <fmt/format.h>
#include <vector>

#include "config/decimal.hpp"
#include "config/excerpt.hpp"
#include "config/units.hpp"

namespace kickpath::study {

namespace {

using Parsed = config::Outcome<std::int64_t>;

constexpr std::int64_t billion = 1'000'000'000;
constexpr int billionth = 9;  // decimal places

template <class T>
Parsed as_count(const config::Outcome<T>& outcome, std::int64_t (*count)(const T&)) {
  return outcome ? Parsed{count(*outcome)} : Parsed::bad(outcome.problem);
}

Scale durations() {
  return {[](const std::string& text) {
            return as_count<Duration>(
                config::parse_duration(text), +[](const Duration& d) -> std::int64_t { return d.count(); });
          },
          [](std::int64_t count) { return config::to_text(Duration{count}); }};
}

Scale sizes() {
  return {[](const std::string& text) { return config::parse_size(text); }, config::size_to_text};
}

Scale rates() {
  return {[](const std::string& text) { return config::parse_rate(text); }, config::rate_to_text};
}

/// A decimal number with `unit` behind it, or with none.
Scale decimals(const std::string& unit) {
  const auto parse = [unit](const std::string& text) {
    const std::size_t length = config::decimal_length(text);
    const std::size_t behind = text.find_first_not_of(' ', length);
    const std::string found = behind == std::string::npos ? "" : text.substr(behind);
    if (length == 0 || found != unit)
      return Parsed::bad(fmt::format("expected {}, not {}",
                                     unit.empty() ? "a number" : "a number and '" + unit + "'",
                                     config::quote(text)));
    const auto number = config::parse_decimal(std::string_view{text}.substr(0, length));
    if (!number) return Parsed::bad(fmt::format("{} {}", config::quote(text), number.problem));
    std::int64_t value = 0;
    if (config::scale(*number, billion, value) != config::Fit::exact)
      return Parsed::bad(fmt::format("{} has more than 9 places or is too large", config::quote(text)));
    return Parsed{value};
  };
  const auto text = [unit](std::int64_t value) {
    return config::decimal_to_text(value, billionth) + (unit.empty() ? "" : " " + unit);
  };
  return {parse, text, billion};
}

}  // namespace

std::optional<Scale> scale_of(const config::Node& value, const config::Spot& spot) {
  if (value.kind != config::Node::Kind::scalar) {
    spot.error("expected a number or a quantity, not " + config::describe(value));
    return std::nullopt;
  }
  for (const Scale& scale : {decimals(""), durations(), sizes(), rates(), decimals("%"), decimals("cycles")})
    if (scale.parse(value.text)) return scale;
  spot.error("expected a number, or a quantity as in '5 us', '4 KiB', '10 Gbit/s' or '30 %', not " +
             config::describe(value));
  return std::nullopt;
}

}  // namespace kickpath::study
