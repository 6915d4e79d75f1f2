#pragma once
#include <span>
#include <vector>

#include "compare/spending.hpp"

namespace kickpath::compare {

/// The |z| from which on each look resolves, so that two-sided tests of no difference have used up no more
/// than `fractions` of the budget lets them (0 to 1, rising, the last 1): half of `alpha` on each side.
/// `information` grows from look to look as the variance of the sums does. Exact for normal values of known
/// variance.
std::vector<double> boundaries(std::span<const double> information, std::span<const double> fractions,
                               Spending spending, double alpha);

}  // namespace kickpath::compare
