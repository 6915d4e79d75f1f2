#include "scenario/profile_shape.hpp"

#include <fmt/format.h>

#include "config/nearest.hpp"

namespace kickpath::scenario {

using config::Shape;
using config::Spot;
using cost::Cost;
using cost::CostProfile;

namespace {

using Costs = std::array<Cost, cost::component_count>;

Shape<Cost> cost_shape() {
  return config::record<Cost>("a cost")
      .required("value", &Cost::value, config::distribution(),
                "a duration, cycles, or a distribution; copy.per_byte: per byte")
      .optional("spread", &Cost::spread, config::duration(), "of the value, as the source gives it")
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
      .required("components", &CostProfile::costs, costs_shape(), "what each component costs");
}

}  // namespace kickpath::scenario
