#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "cost/component.hpp"
#include "time/cycles.hpp"
#include "time/distribution.hpp"

/// What each component costs on one host: the content of a `kickpath.profile/1` file.
namespace kickpath::cost {

struct Cost {
  Distribution value;              ///< copy.per_byte: time per byte
  std::optional<Duration> spread;  ///< standard deviation or half-interval, as the source gives it
  std::string source;              ///< where the figure is from, and how to get it again
  bool is_placeholder = false;     ///< a guess, waiting for a measurement
};

struct CostProfile {
  std::string name;
  std::string description;
  std::uint32_t hz = 250;                   ///< CONFIG_HZ of the host
  std::optional<Frequency> frequency;       ///< of the TSC; needed where a cost is given in cycles
  std::array<Cost, component_count> costs;  ///< a component that the file does not name costs nothing

  const Cost& operator[](Component c) const { return costs[index_of(c)]; }
  Cost& operator[](Component c) { return costs[index_of(c)]; }
};

}  // namespace kickpath::cost
