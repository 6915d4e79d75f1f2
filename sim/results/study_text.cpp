#include "results/study_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "results/columns.hpp"
#include "results/human.hpp"
#include "results/metric_table.hpp"

namespace kickpath::results {

namespace {

constexpr const char* unknown = "-";

Unit unit_of(std::string_view key) { return metric_table[metric_index(key)].unit; }

std::string cell(const RunResult& result, std::string_view key) {
  const auto& estimate = result.totals.at(key);
  return estimate ? human(estimate->mean, unit_of(key)) : unknown;
}

std::vector<std::string> reference_cells(const RunResult& result) {
  const auto& reference = result.identity.reference;
  if (!reference) return {unknown, unknown, unknown, unknown};
  const auto show = [&](const std::optional<double>& value) {
    return value ? human(*value, unit_of(reference->metric)) : std::string(unknown);
  };
  const auto error = relative_error(result);
  return {show(predicted_value(result)), show(reference->value),
          error ? fmt::format("{:+.2f} %", 100 * *error) : unknown, reference->role};
}

}  // namespace

std::string to_study_text(std::span<const RunResult> results) {
  const bool has_references = std::any_of(
      results.begin(), results.end(), [](const RunResult& r) { return r.identity.reference.has_value(); });
  std::vector<std::vector<std::string>> rows;
  rows.push_back(
      has_references
          ? std::vector<std::string>{"scenario", "latency", "predicted", "published", "error", "role"}
          : std::vector<std::string>{"scenario", "operations", "per CPU", "p50", "p99"});
  for (const RunResult& result : results) {
    std::vector<std::string> row{fit(result.identity.scenario.name, 40)};
    if (has_references) {
      row.push_back(cell(result, "latency_ns.mean"));
      const auto cells = reference_cells(result);
      row.insert(row.end(), cells.begin(), cells.end());
    } else {
      for (const char* key : {"ops_per_s", "ops_per_cpu_s", "latency_ns.p50", "latency_ns.p99"})
        row.push_back(cell(result, key));
    }
    rows.push_back(std::move(row));
  }
  const std::string legend =
      has_references
          ? "\nfitted: a cost was chosen by this figure; predicted: none was, the error is a prediction's\n"
          : "";
  return table(rows) + legend;
}

}  // namespace kickpath::results
