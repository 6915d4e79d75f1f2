#pragma once
#include <cstdint>

#include "protocol/tsc.hpp"

namespace kickpath::protocol::testing {

__extension__ using Wide = unsigned __int128;

/// numerator / denominator, to the nearest.
constexpr std::uint64_t nearest(Wide numerator, std::uint64_t denominator) {
  return static_cast<std::uint64_t>((2 * numerator / denominator + 1) / 2);
}

/// The factors of a counter of so many hertz, in exact arithmetic: 1e12 ps are `hertz` ticks.
constexpr TscRate rate_of(std::uint64_t hertz) {
  constexpr std::uint64_t ps_per_second = 1'000'000'000'000;
  return {nearest(Wide{ps_per_second} << 32, hertz), nearest(Wide{hertz} << 48, ps_per_second)};
}

}  // namespace kickpath::protocol::testing
