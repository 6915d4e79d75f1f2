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

std::vector<std::string> head_cells(const RunResult& result) {
  return {fit(result.identity.scenario.name, 40), cell(result, "latency_ns.mean")};
}

std::vector<std::string> reference_row(const RunResult& result, const Reference& reference) {
  const auto show = [&](const std::optional<double>& value) {
    return value ? human(*value, unit_of(reference.metric)) : std::string(unknown);
  };
  const auto error = relative_error(result, reference);
  std::vector<std::string> row = head_cells(result);
  for (std::string text : {show(predicted_value(result, reference)), show(reference.value),
                           error ? fmt::format("{:+.2f} %", 100 * *error) : unknown, reference.role})
    row.push_back(std::move(text));
  return row;
}

std::vector<std::string> plain_row(const RunResult& result) {
  std::vector<std::string> row{fit(result.identity.scenario.name, 40)};
  for (const char* key : {"ops_per_s", "ops_per_cpu_s", "latency_ns.p50", "latency_ns.p99"})
    row.push_back(cell(result, key));
  return row;
}

std::string study_of_references(std::span<const RunResult> results) {
  std::vector<std::vector<std::string>> rows{
      {"scenario", "latency", "predicted", "published", "error", "role"}};
  for (const RunResult& result : results) {
    for (const Reference& reference : result.identity.references)
      rows.push_back(reference_row(result, reference));
    if (!result.identity.references.empty()) continue;
    rows.push_back(head_cells(result));
    rows.back().resize(rows.front().size(), unknown);
  }
  return table(rows) +
         "\nfitted: a cost was chosen by this figure; predicted: none was, the error is a prediction's\n";
}

}  // namespace

std::string to_study_text(std::span<const RunResult> results) {
  if (std::any_of(results.begin(), results.end(),
                  [](const RunResult& r) { return !r.identity.references.empty(); }))
    return study_of_references(results);
  std::vector<std::vector<std::string>> rows{{"scenario", "operations", "per CPU", "p50", "p99"}};
  for (const RunResult& result : results) rows.push_back(plain_row(result));
  return table(rows);
}

}  // namespace kickpath::results
