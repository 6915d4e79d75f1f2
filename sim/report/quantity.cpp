#include "report/quantity.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

#include "config/units.hpp"
#include "time/duration.hpp"

namespace kickpath::report {

namespace {

bool is_unit(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '/' ||
           letter == '%';
  });
}

}  // namespace

std::optional<Quantity> quantity_of(std::string_view text) {
  Quantity quantity;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, quantity.value);
  if (error != std::errc{} || !std::isfinite(quantity.value)) return std::nullopt;
  std::string_view unit(after, static_cast<std::size_t>(end - after));
  if (unit.empty()) return quantity;
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (unit.empty() || !is_unit(unit)) return std::nullopt;
  // Durations share an axis, whatever they are written in.
  if (const auto duration = config::parse_duration(std::string(text)))
    return Quantity{to_nanoseconds(*duration), "ns"};
  quantity.unit = unit;
  return quantity;
}

bool comes_before(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& text) {
    const auto quantity = quantity_of(text);
    return quantity ? std::tuple(0, quantity->value, quantity->unit, text)
                    : std::tuple(1, 0.0, std::string{}, text);
  };
  return rank(a) < rank(b);
}

}  // namespace kickpath::report
