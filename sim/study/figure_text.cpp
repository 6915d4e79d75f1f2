#include "study/figure_text.hpp"

#include <fmt/format.h>

#include "results/human.hpp"

namespace kickpath::study {

std::string figure_text(const Expression& expression, const std::optional<results::Estimate>& estimate) {
  if (!estimate) return "-";
  const double half = estimate->ci95 ? (estimate->ci95->hi - estimate->ci95->lo) / 2 : 0;
  const auto& metrics = expression.metrics();
  if (metrics.size() == 1 && results::metric_table[metrics[0]].key == expression.text()) {
    const results::Unit unit = results::metric_table[metrics[0]].unit;
    return estimate->ci95 ? results::human(estimate->mean, half, unit) : results::human(estimate->mean, unit);
  }
  return estimate->ci95 ? fmt::format("{:.4g} ± {:.2g}", estimate->mean, half)
                        : fmt::format("{:.4g}", estimate->mean);
}

}  // namespace kickpath::study
