#pragma once
#include "config/shapes.hpp"
#include "cost/cost_profile.hpp"

namespace kickpath::scenario {

constexpr const char* profile_schema = "kickpath.profile/1";

/// A cost profile file.
config::Shape<cost::CostProfile> profile_shape();

}  // namespace kickpath::scenario
