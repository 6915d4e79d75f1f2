#pragma once
#include <vector>

#include "cost/cost_profile.hpp"
#include "engine/simulation.hpp"
#include "workload/sampler.hpp"

namespace kickpath::host {

/// The costs of a profile, as they fall due. A component with a distribution has a random stream of its own,
/// so that two runs of one seed with different scenarios still draw the same costs; `owner` tells hosts
/// apart.
class CostMeter {
 public:
  CostMeter(const cost::CostProfile& profile, const engine::Simulation& simulation,
            const std::string& owner = {}) {
    meters_.reserve(cost::component_count);
    for (const cost::ComponentInfo& entry : cost::components)
      meters_.emplace_back(profile[entry.component].value,
                           simulation.random(owner + "cost/" + std::string{entry.name}));
  }

  Duration operator()(cost::Component c) { return meters_[cost::index_of(c)](); }

 private:
  std::vector<workload::Sampler> meters_;
};

}  // namespace kickpath::host
