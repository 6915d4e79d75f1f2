#pragma once
#include <vector>

#include "config/shapes.hpp"

namespace kickpath::variation {

/// Paths of a base scenario, as `--set` takes them, with new values, each with its place in the file that
/// says so.
using Settings = std::vector<config::Entry>;

/// `{"vms[0].count": 2}`. The values are checked once they stand in a scenario.
config::Shape<Settings> settings_shape();

}  // namespace kickpath::variation
