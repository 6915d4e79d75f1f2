#include "config/quantities.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "config/nearest.hpp"

namespace kickpath::config {

namespace {

std::string unknown_unit(const std::string& unit, const UnitTable& table) {
  std::vector<std::string> names;
  for (const Unit& row : table.units) names.push_back(row.name);
  return fmt::format("{} is no unit of {}{}", quote(unit), table.what, suggestion(unit, names));
}

}  // namespace

Outcome<Quantity> split_quantity(std::string_view text, const UnitTable& table) {
  const std::size_t length = decimal_length(text);
  if (length == 0)
    return Outcome<Quantity>::bad(
        fmt::format("expected {}, as in '{}', not {}", table.what, table.example, quote(text)));
  std::string_view unit = text.substr(length);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (unit.empty())
    return Outcome<Quantity>::bad(fmt::format("{} needs a unit, as in '{}'", quote(text), table.example));
  const auto number = parse_decimal(text.substr(0, length));
  if (!number) return Outcome<Quantity>::bad(fmt::format("{} {}", quote(text), number.problem));
  return Quantity{*number, std::string(unit)};
}

Outcome<std::int64_t> in_base_units(const Quantity& quantity, const UnitTable& table) {
  using Result = Outcome<std::int64_t>;
  const auto unit = std::find_if(table.units.begin(), table.units.end(),
                                 [&](const Unit& u) { return u.name == quantity.unit; });
  if (unit == table.units.end()) return Result::bad(unknown_unit(quantity.unit, table));
  std::int64_t value = 0;
  switch (scale(quantity.number, unit->multiplier, value)) {
    case Fit::too_fine:
      return Result::bad("is finer than " + table.grain);
    case Fit::too_large:
      return Result::bad("is beyond " + table.range);
    case Fit::exact:
      break;
  }
  return value;
}

Outcome<std::int64_t> parse_quantity(std::string_view text, const UnitTable& table) {
  const auto quantity = split_quantity(text, table);
  return quantity ? in_base_units(*quantity, table) : Outcome<std::int64_t>::bad(quantity.problem);
}

std::string pattern_of(const UnitTable& table) {
  std::string names;
  for (const Unit& unit : table.units) names += (names.empty() ? "" : "|") + unit.name;
  return R"(^-?[0-9]+(\.[0-9]+)? *()" + names + ")$";
}

}  // namespace kickpath::config
