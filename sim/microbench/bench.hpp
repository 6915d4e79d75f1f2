#pragma once
#include <span>
#include <string_view>

#include "cost/cost_profile.hpp"

/// The micro-benchmarks of `kickpath measure` in the simulator, under the same names: what each of them would
/// measure on a host of that profile.
namespace kickpath::microbench {

struct Bench {
  std::string_view name;  ///< as `kickpath measure --list` has it
  /// From the instant to the instant that the real one's `measures` names. The profile's costs are fixed.
  Duration (*run)(const cost::CostProfile&);
};

/// Those that say something of the components of a profile.
std::span<const Bench> suite();

/// Null for a name that is not in the suite.
const Bench* find(std::string_view name);

}  // namespace kickpath::microbench
