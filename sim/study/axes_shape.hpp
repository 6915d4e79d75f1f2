#pragma once
#include <vector>

#include "config/shapes.hpp"
#include "study/study_spec.hpp"

namespace kickpath::study {

/// A block of `axes`: `{grid: {path: values, ...}}` (a factor for each path), `{zip: {path: values, ...}}` or
/// `{list: [{path: value, ...}, ...]}` (one factor). Values are a list or a range (range.hpp).
config::Shape<std::vector<Factor>> block_shape();

}  // namespace kickpath::study
