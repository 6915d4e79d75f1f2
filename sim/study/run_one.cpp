#include "study/run_one.hpp"

#include "scenario/simulate.hpp"

namespace kickpath::study {

results::Replica run_one(const scenario::ScenarioSpec& spec, const cost::CostProfile& profile,
                         std::uint64_t seed) {
  scenario::ScenarioSpec one = spec;
  one.run.seed = seed;
  one.run.replicas = 1;
  return scenario::simulate(one, profile, {}).front();
}

}  // namespace kickpath::study
