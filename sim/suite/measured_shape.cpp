#include "suite/measured_shape.hpp"

#include <algorithm>

#include "config/nearest.hpp"
#include "scenario/run_shape.hpp"
#include "suite/world_shape.hpp"

namespace kickpath::suite {

using config::Dictionary;
using config::Shape;
using config::Spot;
using results::Estimate;
using results::metric_table;
using results::Metrics;

namespace {

constexpr std::uint32_t most_repeats = 100'000;

Shape<Estimate> estimate_shape() {
  return config::record<Estimate>("a figure over the clean repeats")
      .required("median", &Estimate::median, config::number(), "of an even number: mean of the middle two")
      .required("mean", &Estimate::mean, config::number(), "of all")
      .optional("cv", &Estimate::cv, config::number(0), "standard deviation as a share of the mean")
      .required("n", &Estimate::n, config::integer<std::uint32_t>(1, most_repeats), "clean repeats");
}

void check_keys(const Dictionary<Estimate>& figures, const Spot& spot) {
  std::vector<std::string> known;
  for (const auto& row : metric_table) known.emplace_back(row.key);
  for (const auto& figure : figures)
    if (std::find(known.begin(), known.end(), figure.first) == known.end())
      spot.key(figure.first).error("unknown metric" + config::suggestion(figure.first, known));
}

Metrics to_metrics(const Dictionary<Estimate>& figures) {
  Metrics all;
  for (const auto& [key, estimate] : figures) all.estimates[results::metric_index(key)] = estimate;
  return all;
}

Dictionary<Estimate> from_metrics(const Metrics& all) {
  Dictionary<Estimate> figures;
  for (std::size_t i = 0; i < metric_table.size(); ++i)
    if (all.estimates[i]) figures.emplace_back(metric_table[i].key, *all.estimates[i]);
  return figures;
}

Shape<MeasuredRow> row_shape() {
  return config::record<MeasuredRow>("a measured row")
      .required("name", &MeasuredRow::name, config::identifier(), "of the row")
      .required("scenario_hash", &MeasuredRow::scenario_hash, config::text(), "of what was measured")
      .optional("repeats", &MeasuredRow::repeats, config::integer<std::uint32_t>(0, most_repeats), "made")
      .optional("rejected", &MeasuredRow::rejected, config::integer<std::uint32_t>(0, most_repeats),
                "of them, on a busy host")
      .optional("skipped", &MeasuredRow::skipped, config::text(), "why it was not run")
      .optional("failed", &MeasuredRow::failed, config::text(), "what went wrong")
      .optional("totals", &MeasuredRow::totals,
                config::map_of(estimate_shape()).check(check_keys).mapped<Metrics>(to_metrics, from_metrics),
                "figures by metric; one that nobody knows is left out");
}

Shape<results::Source> source_shape() {
  return config::record<results::Source>("a file")
      .required("name", &results::Source::name, config::identifier(), "as it calls itself")
      .required("hash", &results::Source::hash, config::text(), "of its content");
}

using Versions = std::map<std::string, std::string>;

Shape<Versions> versions_shape() {
  return config::map_of(config::text())
      .mapped<Versions>(
          [](const Dictionary<std::string>& pairs) {
            return Versions{pairs.begin(), pairs.end()};
          },
          [](const Versions& versions) {
            return Dictionary<std::string>{versions.begin(), versions.end()};
          });
}

}  // namespace

Shape<Measured> measured_shape() {
  return config::record<Measured>("a measured suite")
      .constant("schema", measured_schema, "format of this file")
      .required("suite", &Measured::suite, source_shape(), "whose rows these are")
      .optional("world", &Measured::world, world_shape(), "that they were measured in")
      .required("run", &Measured::run, scenario::run_shape(), "how long and how often each was run")
      .optional("gated", &Measured::is_gated, config::boolean(), "false: repeats on a busy host counted too")
      .optional("versions", &Measured::versions, versions_shape(), "of what measured")
      .optional("host", &Measured::host, config::any_json(), "where")
      .required("rows", &Measured::rows, config::list_of(row_shape()), "in the order of the suite");
}

}  // namespace kickpath::suite
