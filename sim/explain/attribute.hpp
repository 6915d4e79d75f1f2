#pragma once
#include <vector>

#include "scenario/simulate.hpp"
#include "trace/attribution/attribution.hpp"

namespace kickpath::explain {

/// One of the replicas of a run.
struct Replica {
  trace::Attribution attribution;
  results::Replica counted;
};

/// Runs all replicas of a scenario, as scenario::simulate, with the same results.
std::vector<Replica> attribute(const scenario::ScenarioSpec& spec, const cost::CostProfile& profile,
                               const scenario::Progress& progress);

}  // namespace kickpath::explain
