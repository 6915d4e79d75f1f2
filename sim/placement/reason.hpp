#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "placement/field.hpp"
#include "results/metric.hpp"

/// Why one placement differs from another: what an operation costs in both, and who the cores work for.
namespace kickpath::placement {

/// Each metric over the replicas that know it, in the order of the metric table.
std::vector<std::optional<results::Estimate>> mean_figures(std::span<const Observation> observations);

/// "per operation fewer IPIs (2.00 -> 0.10), more context switches (1.00 -> 2.00); host CPU time 76.2 us ->
/// 57.1 us; one core more idle (100 % 98 % -> 61 % 0 %)". What differs by less than a twentieth is left out.
std::string reason_of(std::span<const Observation> before, std::span<const Observation> after);

}  // namespace kickpath::placement
