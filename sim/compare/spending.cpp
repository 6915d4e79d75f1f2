#include "compare/spending.hpp"

#include <cmath>
#include <numbers>

#include "compare/normal.hpp"

namespace kickpath::compare {

double spent(Spending spending, double alpha, double fraction) {
  if (fraction <= 0) return 0;
  if (spending == Spending::pocock) return alpha * std::log1p((std::numbers::e - 1) * fraction);
  return 2 * normal_above(normal_point_above(alpha / 2) / std::sqrt(fraction));
}

}  // namespace kickpath::compare
