#pragma once
#include <cstdint>

#include "cost/cost_profile.hpp"

namespace kickpath::calibration {

/// A profile as it may as well be: each fixed cost that has a spread is drawn from a normal law around its
/// value, correlated as the profile says, and is never below 0. Same profile, seed and number: same draw.
cost::CostProfile draw_profile(const cost::CostProfile& profile, std::uint64_t seed, unsigned draw);

}  // namespace kickpath::calibration
