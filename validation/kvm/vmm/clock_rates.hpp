#pragma once
#include "protocol/spin.hpp"
#include "protocol/tsc.hpp"
#include "time/cycles.hpp"

namespace kickpath::vmm {

/// How fast this host's counter ticks and its cores spin.
struct ClockRates {
  protocol::TscRate tsc;
  protocol::SpinRate spin;
  Frequency tsc_frequency{};
};

/// Takes about 0.2 s. The spin rate is the best of many short stretches on the cores that the calling thread
/// may use: what other tasks, or neighbours of one core, take away in between does not count.
ClockRates measure_clock_rates();

protocol::TscRate tsc_rate_of(double hertz);

}  // namespace kickpath::vmm
