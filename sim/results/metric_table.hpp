#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/measurement.hpp"

/// Every metric of `kickpath.result/1`, once: its JSON name, its name for people, its unit, and how it is
/// read off the counts of an interval. JSON, text, CSV and the documentation are all printed from this table.
namespace kickpath::results {

enum class Unit {
  per_second,
  bytes_per_second,
  per_cpu_second,
  bytes_per_cpu_second,
  nanoseconds,
  seconds,
  count,
  per_op
};
enum class Section { throughput, latency, per_op, boot, network };

/// One instance, or all of them added up, over one measured interval.
struct Sample {
  Duration measured;  ///< above 0
  const Counts& counts;
  const LatencyHistogram& latency;
};

struct MetricRow {
  std::string_view key;  ///< a dot is a level of the JSON: "latency_ns.p50" is the member p50 of latency_ns
  std::string_view label;
  Unit unit;
  Section section;
  std::optional<double> (*read)(const Sample&);  ///< nothing: not observed, or a share of no operations
};

constexpr std::size_t metric_count = 24;
extern const std::array<MetricRow, metric_count> metric_table;

/// Place of a key in the table; throws std::out_of_range, naming the key, for one that is not there.
std::size_t metric_index(std::string_view key);

/// All keys, in the order of the table.
std::vector<std::string> metric_keys();

}  // namespace kickpath::results
