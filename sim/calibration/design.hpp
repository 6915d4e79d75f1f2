#pragma once
#include <span>
#include <vector>

#include "cost/cost_profile.hpp"
#include "microbench/bench.hpp"

namespace kickpath::calibration {

/// Sets a cost, in ns, to the nearest picosecond.
void set_cost(cost::CostProfile& profile, cost::Component component, double ns);

/// How often each component is within what the benchmark measures, in the simulator under `profile`: by how
/// much the result grows for each ns that the component is dearer. Halves are possible (half an exit).
std::vector<double> counts(const microbench::Bench& bench, const cost::CostProfile& profile,
                           std::span<const cost::Component> components);

/// Benchmarks of the suite that hold `component`.
std::vector<std::string_view> benchmarks_with(cost::Component component);

}  // namespace kickpath::calibration
