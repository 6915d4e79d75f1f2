#include "suite/row_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "config/excerpt.hpp"
#include "config/scalars.hpp"

namespace kickpath::suite {

using config::Spot;

namespace {

constexpr std::size_t most_rows = 10'000;

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

std::vector<RowPlan> listed_rows(const SuiteSpec& spec, const Spot& root) {
  std::vector<RowPlan> rows;
  for (std::size_t i = 0; i < spec.rows.size(); ++i) {
    const RowSpec& row = spec.rows[i];
    const Spot spot = root.at("rows").at(i);
    rows.push_back({row.name, row.group, row.scenario.value_or(spec.scenario), row.set, spot,
                    (row.scenario ? spot : root).at("scenario")});
  }
  return rows;
}

/// A row for each point of an axis, made from each row before.
std::vector<RowPlan> crossed(const std::vector<RowPlan>& rows, const std::string& axis,
                             const std::vector<Point>& points) {
  std::vector<RowPlan> all;
  for (const RowPlan& row : rows)
    for (const Point& point : points) {
      RowPlan& next = all.emplace_back(row);
      replace_all(next.name, "{" + axis + "}", point.label);
      next.set.insert(next.set.end(), point.set.begin(), point.set.end());
    }
  return all;
}

std::size_t size_of(const GridSpec& grid) {
  std::size_t size = 1;
  for (const auto& axis : grid.vary) size = std::min(size * axis.second.size(), most_rows + 1);
  return size;
}

std::vector<RowPlan> grid_rows(const GridSpec& grid, const std::string& base, const Spot& spot,
                               const Spot& root) {
  if (size_of(grid) > most_rows) {
    spot.at("vary").error(fmt::format("makes more than {} rows", most_rows));
    return {};
  }
  std::vector<RowPlan> rows{{grid.name, grid.group, grid.scenario.value_or(base), grid.set, spot,
                             (grid.scenario ? spot : root).at("scenario")}};
  for (const auto& [axis, points] : grid.vary) rows = crossed(rows, axis, points);
  const auto bad = std::find_if(rows.begin(), rows.end(),
                                [](const RowPlan& row) { return !config::is_identifier(row.name); });
  if (bad != rows.end())
    spot.at("name").error(fmt::format("makes {}: expected a letter, then letters, digits, '_', '.', '-'",
                                      config::quote(bad->name)));
  return rows;
}

void check_names(const std::vector<RowPlan>& rows) {
  std::set<std::string> taken;
  for (const RowPlan& row : rows)
    if (!taken.insert(row.name).second)
      row.where.at("name").error(fmt::format("row {} is there already", config::quote(row.name)));
}

}  // namespace

std::vector<RowPlan> plan_rows(const SuiteSpec& spec, const Spot& root) {
  std::vector<RowPlan> rows = listed_rows(spec, root);
  for (std::size_t i = 0; i < spec.grids.size(); ++i) {
    const auto more = grid_rows(spec.grids[i], spec.scenario, root.at("grids").at(i), root);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  check_names(rows);
  return rows;
}

}  // namespace kickpath::suite
