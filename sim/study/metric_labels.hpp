#pragma once
#include <string>
#include <vector>

/// OpenMetrics 1.0 text (https://github.com/OpenObservability/OpenMetrics, specification/OpenMetrics.md), as
/// far as settings are its labels.
namespace kickpath::study {

/// A label's value, escaped.
std::string label_value(const std::string& value);

/// A label for each path: "vms_0_count". Those that would be the same, or one of `own`, get a number.
std::vector<std::string> label_names(const std::vector<std::string>& paths, std::vector<std::string> own);

/// The two lines before the samples of a gauge.
std::string gauge_head(const std::string& name, const std::string& help);

}  // namespace kickpath::study
