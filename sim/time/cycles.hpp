#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// Processor cycles and the frequency that turns them into time. Kept apart from Duration: 2400 cycles are no
/// time until somebody says of which clock.
namespace kickpath {

struct Cycles {
  std::int64_t count = 0;
  friend constexpr auto operator<=>(Cycles, Cycles) = default;
};

struct Frequency {
  std::int64_t hertz = 0;
  friend constexpr auto operator<=>(Frequency, Frequency) = default;
};

/// Rounded to the nearest picosecond; exact in 128 bits. `f` must be above 0.
constexpr Duration to_duration(Cycles c, Frequency f) {
  __extension__ using Wide = __int128;
  const Wide scaled = static_cast<Wide>(c.count) * 1'000'000'000'000 + f.hertz / 2;
  return Duration{static_cast<std::int64_t>(scaled / f.hertz)};
}

}  // namespace kickpath
