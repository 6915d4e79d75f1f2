#include "results/reference.hpp"

#include "results/run_result.hpp"

namespace kickpath::results {

std::optional<double> predicted_value(const RunResult& result, const Reference& reference) {
  const auto& estimate = result.totals.at(reference.metric);
  return estimate ? std::optional{estimate->mean} : std::nullopt;
}

std::optional<double> relative_error(const RunResult& result, const Reference& reference) {
  const std::optional<double> predicted = predicted_value(result, reference);
  if (!predicted || !reference.value) return std::nullopt;
  return *predicted / *reference.value - 1;
}

}  // namespace kickpath::results
