#include "suite/suite_shape.hpp"

#include "scenario/run_shape.hpp"
#include "suite/bar_shape.hpp"
#include "suite/points_shape.hpp"
#include "suite/world_shape.hpp"

namespace kickpath::suite {

using config::Spot;

namespace {

config::Shape<RowSpec> row_shape() {
  return config::record<RowSpec>("a row")
      .required("name", &RowSpec::name, config::identifier(), "of the row")
      .optional("group", &RowSpec::group, config::identifier(), "for bars, --only and headings")
      .optional("scenario", &RowSpec::scenario, config::text(), "another base, relative to this file")
      .optional("set", &RowSpec::set, variation::settings_shape(), "what it changes of the base");
}

config::Shape<GridSpec> grid_shape() {
  return config::record<GridSpec>("rows for all combinations of some axes")
      .required("name", &GridSpec::name, config::text(),
                "of the rows, with {axis} where the label of an axis goes")
      .optional("group", &GridSpec::group, config::identifier(), "for bars, --only and headings")
      .optional("scenario", &GridSpec::scenario, config::text(), "another base, relative to this file")
      .optional("set", &GridSpec::set, variation::settings_shape(), "what all its rows change of the base")
      .required("vary", &GridSpec::vary, config::map_of(points_shape()), "the axes with their points");
}

config::Shape<Runs> runs_shape() {
  return config::record<Runs>("how long and how often a row runs")
      .optional("sim", &Runs::sim, scenario::run_shape(), "in the simulator")
      .optional("kvm", &Runs::kvm, scenario::run_shape(), "on the real KVM")
      .optional("qemu", &Runs::qemu, scenario::run_shape(), "on a real QEMU");
}

void check_has_rows(const SuiteSpec& spec, const Spot& spot) {
  if (spec.rows.empty() && spec.grids.empty()) spot.error("has neither rows nor grids");
}

}  // namespace

config::Shape<SuiteSpec> suite_shape() {
  constexpr double most_bias = 0.5;
  return config::record<SuiteSpec>("a suite")
      .constant("schema", suite_schema, "format of this file")
      .required("name", &SuiteSpec::name, config::identifier(), "of the suite")
      .optional("description", &SuiteSpec::description, config::text(), "what it is for")
      .optional("world", &SuiteSpec::world, world_shape(), "that its rows are measured in")
      .required("scenario", &SuiteSpec::scenario, config::text(),
                "the base of all rows, relative to this file")
      .optional("profile", &SuiteSpec::profile, config::text(),
                "cost profile, relative to this file; default: the base's")
      .optional("axes", &SuiteSpec::axes, config::map_of(config::list_of(config::text(), 1)),
                "paths that change together, with all below them: one axis to the orderings")
      .optional("rows", &SuiteSpec::rows, config::list_of(row_shape()), "one by one")
      .optional("grids", &SuiteSpec::grids, config::list_of(grid_shape()), "by combination")
      .optional("run", &SuiteSpec::run, runs_shape(), "how long and how often")
      .optional("efficiency_bias", &SuiteSpec::efficiency_bias, config::percent(-most_bias, most_bias),
                "by so much the host's accounting shows ops_per_cpu_s too high")
      .optional("bars", &SuiteSpec::bars, config::list_of(bar_shape()), "what the predictions must reach")
      .check(check_has_rows);
}

}  // namespace kickpath::suite
