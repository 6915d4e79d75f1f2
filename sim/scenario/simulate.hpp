#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "cost/cost_profile.hpp"
#include "results/measurement.hpp"
#include "scenario/scenario_spec.hpp"
#include "vm/machine.hpp"

namespace kickpath::scenario {

/// Told how much of the work is done, 0 to 1, now and then; may throw to end it.
using Progress = std::function<void(double)>;

/// The seed of a replica of a run.
std::uint64_t replica_seed(std::uint64_t seed, std::uint32_t replica);

/// Listens to a replica's machine, beside the recorder, from before its run. May throw to end it.
class Listener {
 public:
  virtual ~Listener() = default;
  /// What came before was the warm-up.
  virtual void begin(Instant) {}
  /// Now and then, between two events.
  virtual void advanced() {}
  virtual void end(Instant now) = 0;
};
/// Null: nobody listens to this replica.
using MakeListener =
    std::function<std::unique_ptr<Listener>(engine::Simulation&, vm::Machine&, std::uint32_t replica)>;

/// Runs all replicas of a scenario in the simulator, one after another, each with its
/// replica_seed(), and with a listener of its own where there shall be one.
std::vector<results::Replica> simulate(const ScenarioSpec& spec, const cost::CostProfile& profile,
                                       const Progress& progress, const MakeListener& make_listener = {});

}  // namespace kickpath::scenario
