#pragma once
#include <vector>

#include "config/shapes.hpp"
#include "suite/suite_spec.hpp"

namespace kickpath::suite {

/// `{"vms[0].count": 2}`. The values are checked once they stand in a scenario.
config::Shape<Settings> settings_shape();

/// The points of an axis: `{label: {path: value, ...}, ...}`, or `{path: [value, ...]}` where the values
/// themselves are the labels, without their blanks.
config::Shape<std::vector<Point>> points_shape();

}  // namespace kickpath::suite
