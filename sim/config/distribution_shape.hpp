#pragma once
#include "config/shape.hpp"
#include "time/distribution.hpp"

namespace kickpath::config {

/// A distribution may stand wherever a duration does: `5 us`, `{fixed: 5 us}`, `{exponential: 5 us}`,
/// `{lognormal: {median: 5 us, sigma: 0.3}}`, `{uniform: [1 us, 3 us]}`. No duration may be negative.
Shape<Distribution> distribution();

}  // namespace kickpath::config
