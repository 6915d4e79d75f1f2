#include <algorithm>
#include <fmt/format.h>
#include <sstream>

#include "placement/placing_print.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"
#include "results/metric_table.hpp"
#include "results/text.hpp"

namespace kickpath::placement {

namespace {

constexpr std::size_t placement_columns = 46;

/// Of an expression that is a metric, in its unit.
std::string value_text(const study::Objective& objective, const results::Estimate& estimate) {
  const double half = estimate.ci95 ? (estimate.ci95->hi - estimate.ci95->lo) / 2 : 0;
  const std::vector<std::string> keys = results::metric_keys();
  const auto metric = std::find(keys.begin(), keys.end(), objective.expression.text());
  if (metric == keys.end()) return fmt::format("{:.4g} ± {:.2g}", estimate.mean, half);
  const results::Unit unit = results::metric_table[static_cast<std::size_t>(metric - keys.begin())].unit;
  return results::human(estimate.mean, half, unit);
}

std::string gain_text(const Row& row) {
  if (row.is_given) return "(given)";
  if (!row.gain) return "-";
  const std::string share = fmt::format("{:+.2f}", 100 * row.gain->share);
  if (!row.gain->half_width) return share + " %";
  return fmt::format("{} ± {:.2f} %", share, 100 * *row.gain->half_width);
}

std::string standing_text(const Row& row) {
  if (row.constraints != study::Verdict::held)
    return fmt::format("constraint {}", study::to_text(row.constraints));
  return row.rank == 0 ? "" : to_text(row.standing);
}

std::vector<std::string> cells(const Row& row, const study::Objective& objective) {
  return {fmt::format("{:>2}  {}", row.rank == 0 ? "-" : std::to_string(row.rank), row.text),
          row.objective ? value_text(objective, *row.objective) : "-", gain_text(row), standing_text(row)};
}

std::string head(const Placing& placing, const Identity& identity) {
  const std::string extent =
      placing.is_exhaustive
          ? fmt::format("all {} placements tried", placing.tried)
          : fmt::format("{} placements of {} tried by local search", placing.tried,
                        placing.space ? std::to_string(*placing.space) : std::string("more than 10,000"));
  return fmt::format("{}: {} threads on {} cores, {}, {} runs of at most {}\n", identity.scenario.name,
                     identity.threads, identity.cores, extent, placing.runs, placing.budget);
}

std::string aim_text(const Aim& aim) {
  std::string text = fmt::format("objective: {}, {} is better", aim.objective.name,
                                 aim.objective.is_smaller_better ? "less" : "more");
  for (const study::Constraint& constraint : aim.constraints) text += "; " + constraint.text;
  return text + "\n";
}

bool shows_given(const Placing& placing) {
  return std::any_of(placing.rows.begin(), placing.rows.end(), [](const Row& row) { return row.is_given; });
}

std::string table_of(const Placing& placing) {
  std::vector<std::vector<std::string>> rows{
      {"    placement", placing.aim.objective.name, "gain over the given", "beside the best"}};
  for (const Row& row : placing.rows) rows.push_back(cells(row, placing.aim.objective));
  if (!shows_given(placing)) rows.push_back(cells(placing.given, placing.aim.objective));
  for (auto& row : rows) row[0] = results::fit(row[0], placement_columns);
  return results::table(rows);
}

/// Broken between words, every line indented.
std::string indented(const std::string& text) {
  const std::string indent = "\n    ";
  std::string result = "    ";
  std::size_t column = 4;
  std::istringstream words(text);
  for (std::string word; words >> word; column += results::width_of(word) + 1) {
    const bool is_first = result.size() == 4;
    if (!is_first && column + results::width_of(word) > results::text_columns)
      result += indent, column = 4;
    else if (!is_first)
      result += ' ';
    result += word;
  }
  return result + "\n";
}

std::string why(const Placing& placing) {
  std::string text;
  for (const Row& row : placing.rows)
    if (!row.is_given)
      text += fmt::format("{:>2}  {}\n{}", row.rank == 0 ? "-" : std::to_string(row.rank), row.text,
                          indented(row.reason));
  return text.empty() ? text : "\nBeside the given placement:\n" + text;
}

/// What the rows mean together.
std::string verdict(const Placing& placing) {
  if (!placing.has_answer())
    return fmt::format("\nNo placement is sure to hold the constraints ({} of {} break one).\n",
                       placing.broken, placing.tried);
  std::size_t unresolved = 0;
  for (const Row& row : placing.rows) unresolved += row.standing == Standing::not_resolved;
  std::string text = placing.rows.front().is_given ? "\nThe given placement is the best of them." : "";
  if (unresolved > 0)
    text += fmt::format("{}The best is not resolved against {} of the others with {} replicas.",
                        text.empty() ? "\n" : " ", unresolved, placing.rows.front().replicas);
  return text.empty() ? text : text + "\n";
}

std::string failures(const Placing& placing) {
  if (placing.failed == 0) return "";
  return fmt::format("\n{} placements failed, the first one: {}\n", placing.failed, placing.failure);
}

}  // namespace

std::string to_text(const Placing& placing, const Identity& identity) {
  return head(placing, identity) + aim_text(placing.aim) + "\n" + table_of(placing) + verdict(placing) +
         why(placing) + failures(placing);
}

}  // namespace kickpath::placement
