#pragma once
#include <string>
#include <vector>

#include "cost/cost_profile.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::compare {

/// One of the two worlds that are compared.
struct Side {
  scenario::ScenarioSpec spec;
  std::string scenario_hash;
  cost::CostProfile profile;
  std::string profile_hash;
  std::string file;                   ///< as it was named
  std::vector<std::string> settings;  ///< laid over it, "path=value"
};

/// The same machine, costs and run: each pair is the same run twice. Names of scenarios do not count.
bool is_same(const Side& a, const Side& b);

}  // namespace kickpath::compare
