#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "study/table.hpp"

/// A sweep's table for people and for programs. An unknown figure is "-", null, an empty cell, or left out.
namespace kickpath::study {

/// Settings, objectives with their 95 % intervals, constraints, the best row marked with '*'. Of more than
/// 100 rows the best 20.
std::string to_text(const Table& table);

/// `kickpath.sweep/1`.
nlohmann::ordered_json to_json(const Table& table);

/// RFC 4180 but with bare newlines. A column for each path; KEY.mean, KEY.ci95_lo, KEY.ci95_hi for each
/// objective; the verdict on each constraint; done, failed, best.
std::string to_csv(const Table& table);

/// OpenMetrics 1.0 text: gauges with the settings as labels, ended by "# EOF".
std::string to_open_metrics(const Table& table);

/// Each path by its last keys, as few as tell it from the others: "servers" for "vms[0].placement.servers".
std::vector<std::string> short_names(const std::vector<std::string>& paths);

}  // namespace kickpath::study
