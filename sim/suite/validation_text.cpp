#include <algorithm>
#include <fmt/format.h>

#include "results/columns.hpp"
#include "results/human.hpp"
#include "suite/percent.hpp"
#include "suite/validation.hpp"
#include "suite/verdict_text.hpp"

namespace kickpath::suite {

using results::Unit;

namespace {

constexpr const char* unknown = "-";
constexpr std::size_t name_columns = 36;
using Cells = std::vector<std::string>;

Unit unit_of(Metric metric) { return results::metric_table[results::metric_index(info(metric).key)].unit; }

std::string shown(const std::optional<Predicted>& predicted, Metric metric) {
  if (!predicted) return unknown;
  return predicted->half_width ? results::human(predicted->value, *predicted->half_width, unit_of(metric))
                               : results::human(predicted->value, unit_of(metric));
}

std::string error_of(const ComparedRow& row, Metric metric) {
  const auto error = row.error(metric);
  return error ? signed_percent(*error) : unknown;
}

Cells predicted_cells(const ComparedRow& row) {
  Cells cells{results::fit(row.name, name_columns)};
  for (const Metric metric : metrics) cells.push_back(shown(row.predicted[metric], metric));
  return cells;
}

Cells compared_cells(const ComparedRow& row) {
  const auto& measured = row.measured[Metric::throughput];
  const auto covers = row.covers(Metric::throughput);
  return {results::fit(row.name, name_columns),
          measured ? results::human(measured->median, unit_of(Metric::throughput)) : unknown,
          measured && measured->cv ? percent(*measured->cv) : unknown,
          measured ? std::to_string(measured->n) : unknown,
          shown(row.predicted[Metric::throughput], Metric::throughput),
          error_of(row, Metric::throughput),
          covers ? (*covers ? "yes" : "no") : unknown,
          error_of(row, Metric::p99),
          error_of(row, Metric::efficiency)};
}

/// In the order in which they come first.
std::vector<std::string> groups_of(const std::vector<ComparedRow>& rows) {
  std::vector<std::string> groups;
  for (const ComparedRow& row : rows)
    if (std::find(groups.begin(), groups.end(), row.group) == groups.end()) groups.push_back(row.group);
  return groups;
}

std::string row_tables(const Validation& validation) {
  const Cells predicted{"throughput", "p99", "per CPU"};
  const Cells compared{"measured", "cv", "n", "predicted", "error", "covered", "p99", "per CPU"};
  std::string text;
  for (const std::string& group : groups_of(validation.rows)) {
    std::vector<Cells> rows{{group.empty() ? "row" : group}};
    const Cells& titles = validation.is_measured ? compared : predicted;
    rows[0].insert(rows[0].end(), titles.begin(), titles.end());
    for (const ComparedRow& row : validation.rows)
      if (row.group == group)
        rows.push_back(validation.is_measured ? compared_cells(row) : predicted_cells(row));
    text += "\n" + results::table(rows);
  }
  return text;
}

std::string unjudged_lines(const std::vector<ComparedRow>& rows) {
  std::string text;
  for (const ComparedRow& row : rows)
    if (!row.unjudged.empty()) text += fmt::format("  {}: {}\n", row.name, row.unjudged);
  return text.empty() ? text : "\nnot judged\n" + text;
}

std::string run_text(const scenario::RunSpec& run) {
  return fmt::format("{} x {:.6g} s", run.replicas, to_seconds(run.duration));
}

/// ", AMD EPYC Processor, Linux 6.18", as far as the record says it.
std::string host_text(const nlohmann::ordered_json& host) {
  const auto known = [&](const char* before, const char* path) {
    const nlohmann::ordered_json::json_pointer at(path);
    return host.contains(at) && host[at].is_string() ? before + host[at].get<std::string>() : std::string{};
  };
  return known(", ", "/cpu/model") + known(", Linux ", "/kernel");
}

std::string header(const Validation& validation) {
  std::string text = fmt::format("{}: {} rows\n  predicted with profile {}, {}, {} draws of its costs\n",
                                 validation.suite.name, validation.rows.size(), validation.profile.name,
                                 run_text(validation.runs.sim), validation.draws);
  if (validation.is_measured)
    text +=
        fmt::format("  measured {}{}{}{}\n", run_text(validation.runs.of(validation.world)),
                    validation.world == World::qemu ? ", QEMU" : "", host_text(validation.host),
                    validation.is_gated ? "" : ", ungated: busy repeats count, so these are no measurements");
  if (validation.efficiency_bias)
    text += fmt::format("  operations per CPU second without the host's bias of {}\n",
                        signed_percent(*validation.efficiency_bias));
  return text;
}

}  // namespace

std::string to_text(const Validation& validation) {
  std::string text = header(validation) + row_tables(validation);
  if (!validation.is_measured) return text;
  return text + unjudged_lines(validation.rows) + to_text(validation.orderings, validation.rows) +
         to_text(validation.bars);
}

}  // namespace kickpath::suite
