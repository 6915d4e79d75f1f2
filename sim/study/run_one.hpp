#pragma once
#include <cstdint>

#include "cost/cost_profile.hpp"
#include "results/measurement.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::study {

/// One replica with exactly this seed (scenario::replica_seed gives those of a run: replicas of two scenarios
/// with the same seed have common random numbers). figures_of() makes metrics of it. In a process of its own
/// (workers), where another simulation may be alive.
results::Replica run_one(const scenario::ScenarioSpec& spec, const cost::CostProfile& profile,
                         std::uint64_t seed);

}  // namespace kickpath::study
