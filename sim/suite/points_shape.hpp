#pragma once
#include <vector>

#include "config/shapes.hpp"
#include "suite/suite_spec.hpp"

namespace kickpath::suite {

/// The points of an axis: `{label: {path: value, ...}, ...}`, or `{path: [value, ...]}` where the values
/// themselves are the labels, without their blanks.
config::Shape<std::vector<Point>> points_shape();

}  // namespace kickpath::suite
