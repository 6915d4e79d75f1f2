#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "results/columns.hpp"
#include "study/figure_text.hpp"
#include "study/table_print.hpp"

namespace kickpath::study {

namespace {

constexpr std::size_t most_rows = 100, best_rows = 20, widest_value = 32;

std::vector<std::string> head(const Table& table) {
  std::vector<std::string> cells{""};
  for (const std::string& name : short_names(table.paths)) cells.push_back(name);
  for (const Objective& objective : table.objectives) cells.push_back(objective.name);
  for (const Constraint& constraint : table.constraints) cells.push_back(constraint.text);
  return cells;
}

std::vector<std::string> cells_of(const Table& table, std::size_t i) {
  const Row& row = table.rows[i];
  std::vector<std::string> cells{table.best == i ? "*" : ""};
  for (const std::string& path : table.paths)
    cells.push_back(results::fit(coordinate(row, path), widest_value));
  for (std::size_t o = 0; o < table.objectives.size(); ++o)
    cells.push_back(figure_text(table.objectives[o].expression, row.objectives[o]));
  for (const Verdict verdict : row.verdicts) cells.emplace_back(to_text(verdict));
  return cells;
}

/// The rows to print: all, or the best few, those that are eligible first.
std::vector<std::size_t> chosen(const Table& table) {
  std::vector<std::size_t> rows(table.rows.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (rows.size() <= most_rows) return rows;
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    const Row &first = table.rows[a], &second = table.rows[b];
    if (first.is_eligible() != second.is_eligible()) return first.is_eligible();
    return is_better(table.objectives.front(), first.objectives.front(), second.objectives.front());
  });
  rows.resize(best_rows);
  return rows;
}

/// "3 of 12 rows have failed replicas, the first: vms[0].count=2: no such core".
std::string failures(const Table& table) {
  std::size_t count = 0;
  const Row* first = nullptr;
  for (const Row& row : table.rows) {
    if (row.failed == 0) continue;
    ++count;
    if (!first) first = &row;
  }
  if (!first) return "";
  return fmt::format("{} of {} rows have failed replicas, the first: {}: {}\n", count, table.rows.size(),
                     to_text(first->coordinates), first->failure);
}

}  // namespace

std::string to_text(const Table& table) {
  std::vector<std::vector<std::string>> cells{head(table)};
  for (const std::size_t row : chosen(table)) cells.push_back(cells_of(table, row));
  std::string text = fmt::format("study {}: {} points, {} replicas each\n\n{}", table.study,
                                 table.rows.size(), table.replicas, results::table(cells));
  if (table.rows.size() > most_rows)
    text +=
        fmt::format("\nthe best {} of {} rows; --csv and --json have all\n", best_rows, table.rows.size());
  if (!table.best && !table.constraints.empty()) text += "\nno row holds every constraint for sure\n";
  const std::string failed = failures(table);
  return failed.empty() ? text : text + "\n" + failed;
}

}  // namespace kickpath::study
