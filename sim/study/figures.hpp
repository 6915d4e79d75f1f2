#pragma once
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "results/measurement.hpp"
#include "results/metric_table.hpp"

namespace kickpath::study {

/// The totals of one replica, in the order of the metric table; nothing where a figure is unknown.
using Figures = std::array<std::optional<double>, results::metric_count>;

Figures figures_of(const results::Replica& replica);

/// From `totals` of a `kickpath.result/1` of one replica. A metric that it lacks is unknown.
Figures figures_of(const nlohmann::json& result);

}  // namespace kickpath::study
