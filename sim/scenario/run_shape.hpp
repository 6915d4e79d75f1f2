#pragma once
#include "config/shapes.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::scenario {

/// The section `run`.
config::Shape<RunSpec> run_shape();

}  // namespace kickpath::scenario
