#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "results/run_result.hpp"

/// `kickpath.result/1`: key order is fixed and doubles are printed so that they read back as the same bits,
/// hence identical runs give identical bytes.
namespace kickpath::results {

/// {median, mean, ci95: [lo, hi], cv, n}; null for a figure that nobody knows.
nlohmann::ordered_json to_json(const std::optional<Estimate>& estimate);

/// {ops_per_s: ..., latency_ns: {mean: ..., p50: ...}, ...} in the order of the metric table.
nlohmann::ordered_json to_json(const Metrics& metrics);

nlohmann::ordered_json to_json(const RunResult& result);

/// The file: indented by 2, one newline at the end. Bytes that are no UTF-8 become U+FFFD.
std::string to_json_text(const nlohmann::ordered_json& document);

}  // namespace kickpath::results
