#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The figures that a suite judges, of all those in the metric table of results.
namespace kickpath::suite {

enum class Metric : std::uint8_t { throughput, p99, efficiency };

constexpr std::array<Metric, 3> metrics{Metric::throughput, Metric::p99, Metric::efficiency};

struct MetricInfo {
  std::string_view key;    ///< in the metric table, in suites and in JSON
  std::string_view label;  ///< for people
};

constexpr std::array<MetricInfo, metrics.size()> metric_info{{
    {"ops_per_s", "throughput"},
    {"latency_ns.p99", "p99"},
    {"ops_per_cpu_s", "per CPU"},
}};

template <class T>
struct PerMetric {
  std::array<T, metrics.size()> values{};

  T& operator[](Metric m) { return values[static_cast<std::size_t>(m)]; }
  const T& operator[](Metric m) const { return values[static_cast<std::size_t>(m)]; }
  friend bool operator==(const PerMetric&, const PerMetric&) = default;
};

constexpr const MetricInfo& info(Metric m) { return metric_info[static_cast<std::size_t>(m)]; }

}  // namespace kickpath::suite
