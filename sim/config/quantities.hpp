#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/decimal.hpp"
#include "config/outcome.hpp"

/// A number with a unit of a table, whatever the table measures.
namespace kickpath::config {

struct Unit {
  std::string name;
  std::int64_t multiplier;  ///< base units in one of these
};

struct UnitTable {
  std::string what;     ///< "a duration"
  std::string example;  ///< "5 us"
  std::string grain;    ///< what nothing may be finer than: "a picosecond"
  std::string range;    ///< what nothing may exceed: "106 days"
  std::vector<Unit> units;
};

/// A number and the unit behind it, not yet looked up.
struct Quantity {
  Decimal number;
  std::string unit;
};

/// "needs a unit, as in '5 us'" when there is a number and nothing else.
Outcome<Quantity> split_quantity(std::string_view text, const UnitTable& table);

/// In base units, exactly.
Outcome<std::int64_t> in_base_units(const Quantity& quantity, const UnitTable& table);
Outcome<std::int64_t> parse_quantity(std::string_view text, const UnitTable& table);

/// "^-?[0-9]+(\.[0-9]+)? *(B|KiB|MiB)$"
std::string pattern_of(const UnitTable& table);

}  // namespace kickpath::config
