#pragma once
#include <cstddef>
#include <optional>
#include <span>

#include "results/metric.hpp"

/// Two candidates in the same replicas.
namespace kickpath::placement {

using Scores = std::span<const std::optional<double>>;

/// a - b over the replicas that both know.
struct Differences {
  std::size_t n = 0;
  double mean = 0;
  double deviation = 0;  ///< with n - 1; 0 for n = 1

  bool are_all_zero() const { return n > 1 && mean == 0 && deviation == 0; }
};

Differences differences(Scores a, Scores b);

/// Half the width of the interval that holds the mean with probability 1 - `risk` (Student); nothing for less
/// than two.
std::optional<double> half_width(const Differences& differences, double risk);

/// Is the mean above 0, but for a risk of `risk` to say so wrongly?
bool is_above_zero(const Differences& differences, double risk);

}  // namespace kickpath::placement
