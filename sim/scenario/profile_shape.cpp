#include "scenario/profile_shape.hpp"

#include <fmt/format.h>

#include "config/units.hpp"

namespace kickpath::scenario {

using config::Shape;
using config::Spot;
using cost::Cost;
using cost::CostProfile;

namespace {

using Costs = std::array<Cost, cost::component_count>;

Shape<cost::Interval> interval_shape() {
  return config::list_of(config::duration(), 2, 2)
      .check([](const std::vector<Duration>& bounds, const Spot& spot) {
        if (bounds[1] < bounds[0]) spot.at(1).error("must be at least " + config::to_text(bounds[0]));
      })
      .mapped<cost::Interval>(
          [](const std::vector<Duration>& bounds) {
            return cost::Interval{bounds[0], bounds[1]};
          },
          [](const cost::Interval& interval) {
            return std::vector{interval.low, interval.high};
          });
}

Shape<Cost> cost_shape() {
  return config::record<Cost>("a cost")
      .required("value", &Cost::value, config::distribution(),
                "a duration, cycles, or a distribution; copy.per_byte: per byte")
      .optional("spread", &Cost::spread, config::duration(), "standard deviation of the value's error")
      .optional("interval", &Cost::interval, interval_shape(), "of 95 %, for the value")
      .required("source", &Cost::source, config::text(), "where the figure is from, and how to get it again")
      .optional("placeholder", &Cost::is_placeholder, config::boolean(),
                "a guess that waits for a measurement");
}

/// One key for each component, none of them required: what is not named costs nothing.
Shape<Costs> costs_shape() {
  config::Record<Costs> record("costs by component, see `kickpath list components`");
  // A function per component, because a record's keys lead to places by functions without state.
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (record.optional(
         std::string{cost::components[I].name}, +[](Costs& costs) -> Cost& { return costs[I]; }, cost_shape(),
         fmt::format("from: {}; to: {}", cost::components[I].from, cost::components[I].to)),
     ...);
  }
  (std::make_index_sequence<cost::component_count>{});
  return record;
}

Shape<cost::Component> component_shape() {
  std::vector<std::pair<std::string, cost::Component>> table;
  for (const cost::ComponentInfo& entry : cost::components) table.emplace_back(entry.name, entry.component);
  return config::one_of<cost::Component>(std::move(table));
}

Shape<cost::Correlation> correlation_shape() {
  using cost::Correlation;
  return config::record<Correlation>("a correlation")
      .required("a", &Correlation::a, component_shape(), "one component")
      .required("b", &Correlation::b, component_shape(), "the other")
      .required("r", &Correlation::r, config::number(-1, 1), "of their values' errors")
      .check([](const Correlation& c, const Spot& spot) {
        if (c.a == c.b) spot.at("b").error("must be another component than a");
      });
}

Shape<cost::Neighbours> neighbours_shape() {
  using cost::Neighbours;
  return config::record<Neighbours>("other tenants")
      .required("share", &Neighbours::share, config::percent(), "of the time in which they slow a core down")
      .required("slowdown", &Neighbours::slowdown, config::number(1, 10),
                "its work then takes so many times as long as without them")
      .optional("computing", &Neighbours::computing, config::number(1, 10),
                "what a program computes takes so many times as long on average as on a core to itself")
      .optional("dwell", &Neighbours::dwell, config::duration(), "for so long at a time, on average");
}

Shape<cost::Calibration> calibration_shape() {
  using cost::Calibration;
  return config::record<Calibration>("what calibration found")
      .optional("condition_number", &Calibration::condition_number, config::number(1),
                "of the scaled design matrix; 1 is perfect")
      .optional("correlations", &Calibration::correlations, config::list_of(correlation_shape()),
                "of the costs' errors; those that are not listed are 0");
}

}  // namespace

Shape<CostProfile> profile_shape() {
  return config::record<CostProfile>("a cost profile")
      .constant("schema", profile_schema, "format of this file")
      .required("name", &CostProfile::name, config::identifier(), "of the profile")
      .optional("description", &CostProfile::description, config::text(), "the host that it describes")
      .optional("hz", &CostProfile::hz, config::integer<std::uint32_t>(1, 10'000),
                "timer ticks a second (CONFIG_HZ)")
      .optional("frequency", &CostProfile::frequency, config::frequency(),
                "of the TSC; costs in cycles need it")
      .optional(
          "deep_idle_after", &CostProfile::deep_idle_after, config::duration(),
          "a core that has been idle for longer sleeps deeper, and wakes up later by wake.deep_idle_exit")
      .optional("neighbours", &CostProfile::neighbours, neighbours_shape(),
                "other tenants on the SMT siblings of its cores, where the host is virtual; costs are of "
                "their average")
      .required("components", &CostProfile::costs, costs_shape(), "what each component costs")
      .optional("calibration", &CostProfile::calibration, calibration_shape(),
                "how well its costs are known, as `kickpath calibrate` writes it");
}

}  // namespace kickpath::scenario
