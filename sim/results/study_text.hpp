#pragma once
#include <span>
#include <string>

#include "results/run_result.hpp"

namespace kickpath::results {

/// Several runs side by side, a line each: throughput and median latency, and, where any has a reference, the
/// published figure, the prediction's error, and whether the figure was used to fit a cost.
std::string to_study_text(std::span<const RunResult> results);

}  // namespace kickpath::results
