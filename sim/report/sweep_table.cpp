#include "report/sweep_table.hpp"

#include <algorithm>

#include "results/metric_table.hpp"

namespace kickpath::report {

namespace {

std::optional<results::Estimate> estimate_of(const Json& object, const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  const Json& ends = (*found)["ci95"];
  results::Estimate estimate;
  estimate.mean = (*found)["mean"];
  estimate.n = (*found)["n"];
  if (ends[0].is_number() && ends[1].is_number()) estimate.ci95 = {ends[0], ends[1]};
  return estimate;
}

SweepFigure figure_of(const Json& objective) {
  const auto keys = results::metric_keys();
  const std::string expression = objective["expression"];
  const bool is_metric = std::find(keys.begin(), keys.end(), expression) != keys.end();
  return {objective["name"], is_metric ? expression : "", objective["better"] == "smaller"};
}

void take_paths(const Json& row, Sweep& sweep) {
  for (const auto& [path, value] : row["settings"].items())
    if (std::find(sweep.axes.begin(), sweep.axes.end(), path) == sweep.axes.end()) sweep.axes.push_back(path);
}

void take_constraints(const Json& row, Sweep& sweep) {
  for (const Json& constraint : row["constraints"])
    sweep.constraints.push_back(understood(constraint["constraint"]));
}

SweepPoint point_of(const Json& row, const Sweep& sweep) {
  SweepPoint point;
  for (const std::string& axis : sweep.axes) point.settings.push_back(row["settings"].value(axis, ""));
  point.done = row["done"];
  point.failed = row["failed"];
  point.missing = row["missing"];
  if (row.contains("failure") && row["failure"].is_string()) point.failure = row["failure"];
  for (const SweepFigure& figure : sweep.figures)
    point.figures.push_back(estimate_of(row["objectives"], figure.name));
  for (const Json& constraint : row["constraints"]) point.verdicts.push_back(constraint["verdict"]);
  point.verdicts.resize(sweep.constraints.size(), "unknown");
  point.is_best = row["best"];
  return point;
}

}  // namespace

Sweep sweep_of(const Json& table, const std::string& file) {
  Sweep sweep;
  sweep.file = file;
  sweep.source = "sweep";
  sweep.name = table["study"]["name"];
  sweep.hash = table["study"]["hash"];
  sweep.versions = table["versions"];
  for (const Json& objective : table["objectives"]) sweep.figures.push_back(figure_of(objective));
  for (const Json& row : table["rows"]) take_paths(row, sweep);
  if (!table["rows"].empty()) take_constraints(table["rows"][0], sweep);
  for (const Json& row : table["rows"]) sweep.points.push_back(point_of(row, sweep));
  return sweep;
}

}  // namespace kickpath::report
