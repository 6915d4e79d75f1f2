#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "capacity/answer.hpp"

/// The answer for people and for programs. What is unknown is "-", null, an empty cell, or left out.
namespace kickpath::capacity {

/// A line for each combination, and what there is to say of it; of up to four combinations all loads.
std::string to_text(const Capacity& capacity);

/// `kickpath.capacity/1`.
nlohmann::ordered_json to_json(const Capacity& capacity);

/// RFC 4180 but with bare newlines: a row for each load that was tried. A column for each path, the load;
/// verdict and replicas; ops_per_s and each constraint's figure as KEY.mean, KEY.ci95_lo, KEY.ci95_hi; is it
/// the capacity, the knee, the load asked for (1 or 0).
std::string to_csv(const Capacity& capacity);

/// OpenMetrics 1.0 text: gauges with the settings as labels, values of the axis in seconds, bytes or none.
std::string to_open_metrics(const Capacity& capacity);

}  // namespace kickpath::capacity
