#include "results/metric.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace kickpath::results {
namespace {

/// Two passes, around the mean: no cancellation where values are large and close together.
double standard_deviation(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double half_width_95(double sd, std::size_t n) {
  const boost::math::students_t student(static_cast<double>(n - 1));
  return boost::math::quantile(student, 0.975) * sd / std::sqrt(static_cast<double>(n));
}

}  // namespace

double median(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : std::midpoint(sorted[middle - 1], sorted[middle]);
}

std::optional<Estimate> summarize(std::span<const double> replicas) {
  if (replicas.empty()) return std::nullopt;
  Estimate estimate;
  estimate.n = replicas.size();
  estimate.median = results::median(replicas);
  // Around the first value, so that equal replicas have exactly their value as mean and no spread.
  double excess = 0;
  for (const double value : replicas) excess += value - replicas[0];
  estimate.mean = replicas[0] + excess / static_cast<double>(estimate.n);
  if (estimate.n == 1) return estimate;

  const double sd = standard_deviation(replicas, estimate.mean);
  const double half = half_width_95(sd, estimate.n);
  estimate.ci95 = Interval{estimate.mean - half, estimate.mean + half};
  if (estimate.mean != 0) estimate.cv = sd / std::abs(estimate.mean);
  return estimate;
}

}  // namespace kickpath::results
