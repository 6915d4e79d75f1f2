#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kickpath::report {

/// A setting's value that can stand on an axis of numbers: "4", "32 us", "10 %".
struct Quantity {
  double value = 0;
  std::string unit;  ///< as written; empty for a plain number
};

/// Nothing for words, lists and maps.
std::optional<Quantity> quantity_of(std::string_view text);

/// Smaller quantities first, then texts as they compare; a total order.
bool comes_before(const std::string& a, const std::string& b);

}  // namespace kickpath::report
