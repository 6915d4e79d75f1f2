#pragma once
#include "config/spot.hpp"

namespace kickpath::scenario {

/// Do the hosts have the cores that the placements of a scenario name? Looks at each host and each placement
/// by itself, so that a mistake elsewhere in the file hides none of this kind.
void check_cores(const config::Spot& root);

}  // namespace kickpath::scenario
