#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "cost/cost_profile.hpp"
#include "results/measurement.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::scenario {

/// Told how much of the work is done, 0 to 1, now and then; may throw to end it.
using Progress = std::function<void(double)>;

/// The seed of a replica of a run.
std::uint64_t replica_seed(std::uint64_t seed, std::uint32_t replica);

/// Runs all replicas of a scenario in the simulator, one after another, each with its
/// replica_seed().
std::vector<results::Replica> simulate(const ScenarioSpec& spec, const cost::CostProfile& profile,
                                       const Progress& progress);

}  // namespace kickpath::scenario
