#include "suite/comparison.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kickpath::suite {

using results::Estimate;

namespace {

const MeasuredRow* find_row(const Measured& measured, const std::string& name) {
  const auto row = std::find_if(measured.rows.begin(), measured.rows.end(),
                                [&](const MeasuredRow& r) { return r.name == name; });
  return row == measured.rows.end() ? nullptr : &*row;
}

/// Fewer than half of the wanted repeats say nothing of a host.
std::string too_few_repeats(const MeasuredRow& row, std::uint32_t wanted) {
  const auto& throughput = row.totals.at(info(Metric::throughput).key);
  const std::size_t clean = throughput ? throughput->n : 0;
  if (clean > 0 && 2 * clean >= wanted) return "";
  return fmt::format("too few clean repeats ({} of {})", clean, wanted);
}

std::string why_unjudged(const MeasuredRow* row, const std::string& hash, std::uint32_t wanted) {
  if (row == nullptr) return "not measured";
  if (row->scenario_hash != hash) return "stale: its scenario has changed since it was measured";
  if (!row->skipped.empty()) return "skipped: " + row->skipped;
  if (!row->failed.empty()) return "failed: " + row->failed;
  return too_few_repeats(*row, wanted);
}

std::optional<Estimate> without_bias(std::optional<Estimate> figure, double bias) {
  if (!figure) return figure;
  figure->median /= 1 + bias;
  figure->mean /= 1 + bias;
  return figure;
}

ComparedRow unmeasured(const Row& row, const Prediction& predicted) {
  ComparedRow compared;
  compared.name = row.name;
  compared.group = row.group;
  compared.scenario_hash = row.hash;
  compared.predicted = predicted;
  compared.unjudged = "not measured";
  return compared;
}

void add_measured(ComparedRow& compared, const MeasuredRow* row, const Suite& suite, std::uint32_t wanted) {
  compared.unjudged = why_unjudged(row, compared.scenario_hash, wanted);
  if (row != nullptr) {
    compared.repeats = row->repeats;
    compared.rejected = row->rejected;
    compared.has_failed = !row->failed.empty();
  }
  if (!compared.unjudged.empty()) return;
  for (const Metric metric : metrics) {
    const double bias = metric == Metric::efficiency ? suite.spec.efficiency_bias : 0;
    compared.measured[metric] = without_bias(row->totals.at(info(metric).key), bias);
  }
}

}  // namespace

std::optional<double> ComparedRow::error(Metric metric) const {
  if (!measured[metric] || !predicted[metric] || measured[metric]->median == 0) return std::nullopt;
  return predicted[metric]->value / measured[metric]->median - 1;
}

std::optional<bool> ComparedRow::covers(Metric metric) const {
  if (!measured[metric] || !predicted[metric] || !predicted[metric]->half_width) return std::nullopt;
  return predicted[metric]->covers(measured[metric]->median);
}

std::vector<ComparedRow> without_measurement(const Suite& suite, const std::vector<Prediction>& predictions) {
  std::vector<ComparedRow> rows;
  for (std::size_t i = 0; i < suite.rows.size(); ++i)
    rows.push_back(unmeasured(suite.rows[i], predictions[i]));
  return rows;
}

std::vector<ComparedRow> compare(const Suite& suite, const std::vector<Prediction>& predictions,
                                 const Measured& measured) {
  std::vector<ComparedRow> rows = without_measurement(suite, predictions);
  for (ComparedRow& row : rows) add_measured(row, find_row(measured, row.name), suite, measured.run.replicas);
  return rows;
}

}  // namespace kickpath::suite
