#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace kickpath::results {

/// A sample's figures. Quantiles are of nearest rank: the smallest value that is not below a share q of all,
/// so each is a value that was measured, and the median of an even number is the lower of the two in the
/// middle.
struct Summary {
  std::size_t n = 0;
  double median = 0, p5 = 0, p90 = 0, p99 = 0, mean = 0;
  double mean99 = 0;         ///< of the values up to p99: an event's average, without what rarely cuts in
  std::optional<double> sd;  ///< of the sample, over n - 1; unknown for a single value
};

/// Nothing for no values.
std::optional<Summary> summary_of(std::vector<double> values);

}  // namespace kickpath::results
