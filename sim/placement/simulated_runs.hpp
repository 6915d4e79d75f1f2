#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "cost/cost_profile.hpp"
#include "placement/field.hpp"

namespace kickpath::placement {

/// Candidates in the simulator, each replica in a process of its own (workers/run_each.hpp). Candidates whose
/// scenarios say the same are run once. A run that fails is an observation of its own. The same for every
/// `jobs`.
class SimulatedRuns {
 public:
  struct Options {
    std::uint64_t seed = 1;
    unsigned jobs = 1;
    /// Told how many runs have ended so far, ten times a second or more often; may throw to end it.
    std::function<void(std::uint64_t)> on_wait{};
  };

  SimulatedRuns(const Space& space, const cost::CostProfile& profile, Options options)
      : space_(space), profile_(profile), options_(std::move(options)) {}

  std::vector<Observation> operator()(std::span<const Job> jobs);

 private:
  struct Run {
    std::string key;
    scenario::ScenarioSpec spec;
    std::uint32_t replica = 0;
  };
  void run_missing(const std::vector<Run>& runs);

  const Space& space_;
  const cost::CostProfile& profile_;
  Options options_;
  std::map<std::string, Observation> known_;  ///< by scenario and replica
  std::uint64_t ended_ = 0;
};

}  // namespace kickpath::placement
