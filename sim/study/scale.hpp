#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "config/outcome.hpp"
#include "config/spot.hpp"

namespace kickpath::study {

/// Values of one kind as whole numbers of its smallest unit: durations in picoseconds, sizes in bytes,
/// rates in bytes per second, plain numbers, percents and cycles in billionths.
struct Scale {
  std::function<config::Outcome<std::int64_t>(const std::string&)> parse;
  std::function<std::string(std::int64_t)> text;
  std::int64_t whole = 1;  ///< what points between whole values are rounded to

  /// What points between two ends are multiples of.
  std::int64_t grain(std::int64_t from, std::int64_t to) const {
    return from % whole == 0 && to % whole == 0 ? whole : 1;
  }
};

/// The scale that a value is of, or nothing after an error.
std::optional<Scale> scale_of(const config::Node& value, const config::Spot& spot);

}  // namespace kickpath::study
