#pragma once
#include <vector>

#include "cost/cost_profile.hpp"
#include "engine/simulation.hpp"
#include "host/charge_watch.hpp"
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
    for (const cost::ComponentInfo& entry : cost::components) {
      const Distribution& law = profile[entry.component].value;
      meters_.push_back(
          {law.is_fixed(), law.a, {law, simulation.random(owner + "cost/" + std::string{entry.name})}});
    }
  }

  Duration operator()(cost::Component c) {
    const Meter& meter = meters_[cost::index_of(c)];
    return meter.is_plain ? meter.fixed : draw(c);
  }

  /// `watch` hears of every cost from now on.
  void watch(ChargeWatch& watch) {
    watch_ = &watch;
    for (Meter& meter : meters_) meter.is_plain = false;
  }

 private:
  struct Meter {
    bool is_plain;  ///< always the same, and nobody wants to know
    Duration fixed;
    workload::Sampler sampler;
  };

  [[gnu::noinline]] Duration draw(cost::Component c) {
    const Duration cost = meters_[cost::index_of(c)].sampler();
    if (watch_ != nullptr) watch_->priced(c, cost);
    return cost;
  }

  std::vector<Meter> meters_;
  ChargeWatch* watch_ = nullptr;
};

}  // namespace kickpath::host
