#pragma once
#include <vector>

#include "config/shape.hpp"

namespace kickpath::study {

constexpr std::int64_t most_values = 100'000;  ///< of one range

/// The values of `{from: 10 us, to: 100 us, step: 10 us}` or `{from: 1, to: 64, points: 7, scale: log}`:
/// plain numbers or quantities, all of one kind, as scalars that stand where the range does. Both ends belong
/// to it; with `step` the last value may lie before `to`. Exact in the smallest unit (a picosecond, a byte);
/// `points` are rounded to it, between whole numbers to whole numbers, and those that round to the same are
/// one. Nothing after errors.
std::vector<config::NodePtr> read_range(const config::Spot& spot);

/// Of a range, for editors.
config::json range_schema();

}  // namespace kickpath::study
