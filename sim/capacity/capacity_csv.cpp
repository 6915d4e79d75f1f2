#include <fmt/format.h>

#include "capacity/capacity_print.hpp"
#include "results/csv.hpp"

namespace kickpath::capacity {

namespace {

std::string head(const Capacity& capacity) {
  std::string line;
  for (const std::string& path : capacity.other_paths) line += results::csv_cell(path) + ",";
  line += results::csv_cell(capacity.axis.path()) + ",verdict,replicas,";
  const auto add = [&](const std::string& name) {
    for (const char* part : {"mean", "ci95_lo", "ci95_hi"})
      line += results::csv_cell(name + "." + part) + ",";
  };
  add("ops_per_s");
  for (const study::Constraint& constraint : capacity.constraints) add(constraint.expression.text());
  return line + "capacity,knee,asked_for\n";
}

/// fmt's "{}" of a double is the shortest text that reads back as the same bits.
std::string cells(const std::optional<results::Estimate>& estimate) {
  if (!estimate) return ",,,";
  const std::string interval =
      estimate->ci95 ? fmt::format("{},{}", estimate->ci95->lo, estimate->ci95->hi) : ",";
  return fmt::format("{},{},", estimate->mean, interval);
}

std::string value_of(const study::Settings& settings, const std::string& path) {
  for (const config::Entry& setting : settings)
    if (setting.key == path) return study::value_text(*setting.value);
  return "";
}

std::string line(const Capacity& capacity, const RowAnswer& row, std::size_t position) {
  static const study::Expression ops = *study::Expression::parse("ops_per_s");
  const TriedLoad& load = row.search.tried().at(position);
  std::string text;
  for (const std::string& path : capacity.other_paths)
    text += results::csv_cell(value_of(row.settings, path)) + ",";
  text += fmt::format("{},{},{},", results::csv_cell(capacity.axis.levels()[position].text),
                      study::to_text(load.standing.verdict), load.observations.size());
  text += cells(load.estimate(ops));
  for (const study::Constraint& constraint : capacity.constraints)
    text += cells(load.estimate(constraint.expression));
  return text + fmt::format("{},{},{}\n", row.capacity == position ? 1 : 0,
                            row.knee && row.knee->position == position ? 1 : 0,
                            row.headroom && row.headroom->position == position ? 1 : 0);
}

}  // namespace

std::string to_csv(const Capacity& capacity) {
  std::string text = head(capacity);
  for (const RowAnswer& row : capacity.rows)
    for (const auto& [position, load] : row.search.tried()) text += line(capacity, row, position);
  return text;
}

}  // namespace kickpath::capacity
