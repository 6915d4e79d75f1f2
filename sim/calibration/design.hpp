#pragma once
#include <span>
#include <vector>

#include "cost/cost_profile.hpp"
#include "microbench/bench.hpp"

namespace kickpath::calibration {

/// Sets a cost, in ns, to the nearest picosecond.
void set_cost(cost::CostProfile& profile, cost::Component component, double ns);

/// All costs alike: where the paths of micro-benchmarks are looked at before anything is known.
cost::CostProfile flat_profile();

/// How often each component is within what the benchmark measures, in the simulator under `profile`: by how
/// much the result grows for each ns that the component is dearer. Halves are possible (half an exit).
std::vector<double> counts(const microbench::Bench& bench, const cost::CostProfile& profile,
                           std::span<const cost::Component> components);

/// The same of all components under flat_profile(), remembered: it is a constant of this version.
const std::vector<double>& flat_counts(const microbench::Bench& bench);

/// Benchmarks of the suite that hold `component`.
std::vector<std::string_view> benchmarks_with(cost::Component component);

}  // namespace kickpath::calibration
