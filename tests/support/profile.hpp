#pragma once
#include <initializer_list>
#include <utility>

#include "cost/cost_profile.hpp"

namespace kickpath::testing {

using cost::Component;

/// A profile that holds these costs; every other component costs nothing.
inline cost::CostProfile profile_of(std::initializer_list<std::pair<Component, Duration>> costs) {
  cost::CostProfile profile;
  profile.name = "test";
  for (const auto& [component, value] : costs) profile[component].value = Distribution::fixed(value);
  return profile;
}

}  // namespace kickpath::testing
