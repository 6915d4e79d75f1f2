#pragma once
#include <optional>
#include <string>

namespace kickpath::results {

struct RunResult;

/// A figure that somebody else published for the scenario.
struct Reference {
  std::string metric;           ///< a key of the metric table, as "ops_per_s"
  std::optional<double> value;  ///< in the metric's unit; none where nothing was published
  std::string
      role;  ///< "fitted": a cost was chosen by it; "predicted": none was, the error is a prediction's
  std::string source;
};

/// What the run says of the referenced metric: the mean over its replicas. None without replicas.
std::optional<double> predicted_value(const RunResult& result, const Reference& reference);

/// predicted / published - 1. None where one of them is missing.
std::optional<double> relative_error(const RunResult& result, const Reference& reference);

}  // namespace kickpath::results
