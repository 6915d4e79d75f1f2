#include "suite/orderings.hpp"

#include <algorithm>
#include <cmath>

#include "suite/axes.hpp"

namespace kickpath::suite {

using results::Estimate;

namespace {

constexpr double clear_share = 0.1;
constexpr double deviations = 3;

double sd_of(const Estimate& figure) { return *figure.cv * std::abs(figure.mean); }

double pooled_sd(const Estimate& a, const Estimate& b) {
  return std::hypot(sd_of(a), sd_of(b)) / std::sqrt(2);
}

double share(double of, double a, double b) {
  const double smaller = std::min(std::abs(a), std::abs(b));
  return smaller > 0 ? of / smaller : of;
}

bool is_judged(const ComparedRow& row) {
  const auto& figure = row.measured[Metric::throughput];
  return figure && figure->cv && row.predicted[Metric::throughput];
}

void measure(Pair& pair, const ComparedRow& first, const ComparedRow& second) {
  const Estimate& a = *first.measured[Metric::throughput];
  const Estimate& b = *second.measured[Metric::throughput];
  const double x = first.predicted[Metric::throughput]->value;
  const double y = second.predicted[Metric::throughput]->value;
  pair.measured = share(a.median - b.median, a.median, b.median);
  pair.pooled_sd = share(pooled_sd(a, b), a.median, b.median);
  pair.predicted = share(x - y, x, y);
  pair.clarity = clarity_of(pair.measured, pair.pooled_sd);
}

}  // namespace

Clarity clarity_of(double difference, double pooled_sd) {
  const double size = std::abs(difference);
  if (size <= deviations * pooled_sd || size == 0) return Clarity::unresolved;
  return size > clear_share ? Clarity::clear : Clarity::resolved;
}

Orderings order(const Suite& suite, const std::vector<ComparedRow>& compared) {
  Orderings orderings;
  for (std::size_t i = 0; i < compared.size(); ++i)
    for (std::size_t j = i + 1; j < compared.size(); ++j) {
      const auto axis = single_axis(suite.rows[i].resolved, suite.rows[j].resolved, suite.spec.axes);
      if (!axis) continue;
      if (!is_judged(compared[i]) || !is_judged(compared[j])) {
        ++orderings.unjudged;
        continue;
      }
      measure(orderings.pairs.emplace_back(Pair{i, j, *axis}), compared[i], compared[j]);
    }
  return orderings;
}

}  // namespace kickpath::suite
