#pragma once
#include <string>

#include "compare/comparison.hpp"

namespace kickpath::compare {

/// A row for each metric: metric, objective, replicas, a.mean, b.mean, difference, ci95_lo, ci95_hi, differs.
/// The objective's difference is the estimate and its interval the one corrected for the looks. What is not
/// known is an empty cell.
std::string to_csv(const Comparison& comparison);

}  // namespace kickpath::compare
