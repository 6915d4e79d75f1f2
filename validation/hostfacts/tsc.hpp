#pragma once
#include <chrono>
#include <cstdint>
#include <x86intrin.h>

#include "time/cycles.hpp"

/// The time stamp counter: the one clock that guest, VMM and benchmarks read alike, cheaply and without a
/// call.
namespace kickpath::hostfacts {

using Ticks = std::uint64_t;  ///< of the TSC

/// Now, not before earlier instructions are done; later ones may begin meanwhile.
inline Ticks rdtscp() {
  unsigned core = 0;
  return __rdtscp(&core);
}

class TscClock {
 public:
  explicit TscClock(Frequency frequency) : frequency_(frequency) {}

  Frequency frequency() const { return frequency_; }
  double to_ns(Ticks ticks) const { return static_cast<double>(ticks) * 1e9 / hertz(); }
  Ticks ticks_in(std::chrono::nanoseconds time) const {
    return static_cast<Ticks>(static_cast<double>(time.count()) * 1e-9 * hertz());
  }

 private:
  double hertz() const { return static_cast<double>(frequency_.hertz); }
  Frequency frequency_;
};

/// Compares TSC and CLOCK_MONOTONIC_RAW over `window`, three times in a row. Throws std::runtime_error if the
/// three differ by more than 100 ppm: then the TSC counts something else than time, and no figure in ns is to
/// be had.
TscClock calibrate_tsc(std::chrono::milliseconds window = std::chrono::milliseconds{50});

}  // namespace kickpath::hostfacts
