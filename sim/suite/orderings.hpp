#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "suite/comparison.hpp"

namespace kickpath::suite {

/// Two rows that differ in one axis, by throughput. Differences are the first row's less the second's, as
/// shares of the smaller one of the two figures.
struct Pair {
  std::size_t first = 0;  ///< of the rows
  std::size_t second = 0;
  std::string axis;
  double measured = 0;
  double pooled_sd = 0;  ///< of the repeats, likewise as a share
  double predicted = 0;
  Clarity clarity = Clarity::unresolved;

  /// Both say which row is faster, and say the same.
  bool is_right() const { return measured * predicted > 0; }
};

struct Orderings {
  std::vector<Pair> pairs;
  std::size_t unjudged = 0;  ///< pairs of which a row is unjudged, or was measured once
};

/// Every pair of `compared` rows, which are in step with the suite's.
Orderings order(const Suite& suite, const std::vector<ComparedRow>& compared);

/// Clear: beyond three pooled standard deviations and beyond 10 %.
Clarity clarity_of(double difference, double pooled_sd);

}  // namespace kickpath::suite
