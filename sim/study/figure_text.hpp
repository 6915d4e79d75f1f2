#pragma once
#include <optional>
#include <string>

#include "results/metric.hpp"
#include "study/expression.hpp"

namespace kickpath::study {

/// "41.2 ± 0.3 k/s": a metric in its unit, an expression as a plain number; "-" if it is not known.
std::string figure_text(const Expression& expression, const std::optional<results::Estimate>& estimate);

}  // namespace kickpath::study
