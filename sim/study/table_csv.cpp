#include <fmt/format.h>

#include "results/csv.hpp"
#include "study/table_print.hpp"

namespace kickpath::study {

namespace {

std::string head(const Table& table) {
  std::string line;
  for (const std::string& path : table.paths) line += results::csv_cell(path) + ",";
  for (const Objective& objective : table.objectives)
    for (const char* part : {"mean", "ci95_lo", "ci95_hi"})
      line += results::csv_cell(objective.name + "." + part) + ",";
  for (const Constraint& constraint : table.constraints) line += results::csv_cell(constraint.text) + ",";
  return line + "done,failed,best\n";
}

/// fmt's "{}" of a double is the shortest text that reads back as the same bits.
std::string cells(const std::optional<results::Estimate>& estimate) {
  if (!estimate) return ",,,";
  const std::string interval =
      estimate->ci95 ? fmt::format("{},{}", estimate->ci95->lo, estimate->ci95->hi) : ",";
  return fmt::format("{},{},", estimate->mean, interval);
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string text = head(table);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = table.rows[i];
    for (const std::string& path : table.paths) text += results::csv_cell(coordinate(row, path)) + ",";
    for (const auto& estimate : row.objectives) text += cells(estimate);
    for (const Verdict verdict : row.verdicts) text += std::string{to_text(verdict)} + ",";
    text += fmt::format("{},{},{}\n", row.done, row.failed, table.best == i ? 1 : 0);
  }
  return text;
}

}  // namespace kickpath::study
