#include "results/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kickpath::results {

namespace {

double nearest_rank(const std::vector<double>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

// Two passes: the sum of squares of large values that lie close together would lose what it is for.
std::optional<double> deviation(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

}  // namespace

std::optional<Summary> summary_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  Summary summary;
  summary.n = values.size();
  summary.median = nearest_rank(values, 0.5);
  summary.p5 = nearest_rank(values, 0.05);
  summary.p90 = nearest_rank(values, 0.9);
  summary.p99 = nearest_rank(values, 0.99);
  summary.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  const auto up_to_p99 = std::upper_bound(values.begin(), values.end(), summary.p99);
  summary.mean99 =
      std::accumulate(values.begin(), up_to_p99, 0.0) / static_cast<double>(up_to_p99 - values.begin());
  summary.sd = deviation(values, summary.mean);
  return summary;
}

}  // namespace kickpath::results
