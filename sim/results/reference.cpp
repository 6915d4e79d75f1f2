#include "results/reference.hpp"

#include "results/run_result.hpp"

namespace kickpath::results {

std::optional<double> predicted_value(const RunResult& result) {
  if (!result.identity.reference) return std::nullopt;
  const auto& estimate = result.totals.at(result.identity.reference->metric);
  return estimate ? std::optional{estimate->mean} : std::nullopt;
}

std::optional<double> relative_error(const RunResult& result) {
  const std::optional<double> predicted = predicted_value(result);
  if (!predicted || !result.identity.reference->value) return std::nullopt;
  return *predicted / *result.identity.reference->value - 1;
}

}  // namespace kickpath::results
