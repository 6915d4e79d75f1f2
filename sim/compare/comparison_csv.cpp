#include "compare/comparison_csv.hpp"

#include <fmt/format.h>

namespace kickpath::compare {

namespace {

bool is_resolved(const Comparison& comparison) {
  return comparison.verdict == Verdict::a_is_better || comparison.verdict == Verdict::b_is_better;
}

std::string mean(const std::optional<results::Estimate>& estimate) {
  return estimate ? fmt::format("{}", estimate->mean) : "";
}

std::string difference_cells(const Comparison& comparison, std::size_t metric) {
  const MetricComparison& figures = comparison.metrics[metric];
  if (metric == comparison.settings.objective)
    return fmt::format("{},{},{},{}", comparison.difference.estimate, comparison.difference.ci95.lo,
                       comparison.difference.ci95.hi, is_resolved(comparison));
  if (!figures.difference || !figures.difference->ci95) return mean(figures.difference) + ",,,";
  return fmt::format("{},{},{},{}", figures.difference->mean, figures.difference->ci95->lo,
                     figures.difference->ci95->hi, figures.differs());
}

}  // namespace

std::string to_csv(const Comparison& comparison) {
  std::string text = "metric,objective,replicas,a.mean,b.mean,difference,ci95_lo,ci95_hi,differs\n";
  for (std::size_t metric = 0; metric < results::metric_count; ++metric) {
    const MetricComparison& figures = comparison.metrics[metric];
    text += fmt::format("{},{},{},{},{},{}\n", results::metric_table[metric].key,
                        metric == comparison.settings.objective, comparison.pairs.size(), mean(figures.a),
                        mean(figures.b), difference_cells(comparison, metric));
  }
  return text;
}

}  // namespace kickpath::compare
