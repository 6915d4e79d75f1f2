#pragma once
#include <vector>

#include "config/shapes.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::scenario {

/// `reference`: one published figure, or a list of them.
config::Shape<std::vector<ReferenceSpec>> references_shape();

}  // namespace kickpath::scenario
