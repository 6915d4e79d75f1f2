#pragma once
#include "config/shapes.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::scenario {

constexpr const char* scenario_schema = "kickpath.scenario/1";

/// A scenario file.
config::Shape<ScenarioSpec> scenario_shape();

}  // namespace kickpath::scenario
