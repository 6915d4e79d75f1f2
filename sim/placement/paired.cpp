#include "placement/paired.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace kickpath::placement {

Differences differences(Scores a, Scores b) {
  std::vector<double> values;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (a[i] && b[i]) values.push_back(*a[i] - *b[i]);
  Differences result;
  result.n = values.size();
  if (values.empty()) return result;
  for (const double value : values) result.mean += value / static_cast<double>(values.size());
  // Equal values have exactly no spread, whatever their mean was rounded to.
  if (std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>{}) == values.end()) {
    result.mean = values.front();
    return result;
  }
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return result;
}

std::optional<double> half_width(const Differences& differences, double risk) {
  if (differences.n < 2) return std::nullopt;
  if (differences.deviation == 0) return 0.0;
  const auto n = static_cast<double>(differences.n);
  const boost::math::students_t law(n - 1);
  return boost::math::quantile(boost::math::complement(law, risk / 2)) * differences.deviation / std::sqrt(n);
}

bool is_above_zero(const Differences& differences, double risk) {
  const auto half = half_width(differences, 2 * risk);
  return half && differences.mean > *half;
}

}  // namespace kickpath::placement
