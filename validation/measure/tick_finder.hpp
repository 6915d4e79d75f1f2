#pragma once
#include <chrono>
#include <vector>

#include "hostfacts/tsc.hpp"

namespace kickpath::measure {

/// A stretch in which a spinning thread did not run.
struct Gap {
  hostfacts::Ticks begin = 0;
  hostfacts::Ticks length = 0;
};

/// The gaps that come with the host's tick: folded by the tick's period, those whose phase lies within
/// `width` of each other, at the phase where most do. Nothing if fewer than half the ticks of `watched` would
/// be there: then the core has no tick (nohz_full), or the tick is shorter than the shortest gap noted.
std::vector<Gap> tick_gaps(const std::vector<Gap>& gaps, hostfacts::Ticks period, hostfacts::Ticks width,
                           hostfacts::Ticks watched);

}  // namespace kickpath::measure
