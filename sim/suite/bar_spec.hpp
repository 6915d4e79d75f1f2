#pragma once
#include <cstdint>
#include <string>

#include "suite/metric.hpp"

namespace kickpath::suite {

/// How far a measured difference stands out of the noise.
enum class Clarity : std::uint8_t {
  clear,     ///< beyond 3 pooled standard deviations and 10 %
  resolved,  ///< beyond 3 pooled standard deviations, not clear
  unresolved
};

/// What a suite's predictions must reach.
struct BarSpec {
  enum class Kind : std::uint8_t {
    median_error,  ///< of |predicted / measured - 1| over the rows
    worst_error,
    orderings,  ///< share of pairs whose order is predicted right
    coverage,   ///< share of rows whose measured figure lies in the predicted interval
    half_width  ///< of the predicted interval as a share of its middle, median over the rows
  };
  Kind kind = Kind::median_error;
  Metric metric = Metric::throughput;
  std::string group;                 ///< rows of this group alone; empty: all
  Clarity clarity = Clarity::clear;  ///< orderings: pairs of this class
  double limit = 0;                  ///< at most, or for orderings and coverage at least; a share
};

constexpr bool is_floor(BarSpec::Kind kind) {
  return kind == BarSpec::Kind::orderings || kind == BarSpec::Kind::coverage;
}

}  // namespace kickpath::suite
