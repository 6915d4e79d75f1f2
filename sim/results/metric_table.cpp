#include "results/metric_table.hpp"

#include <stdexcept>
#include <string>

namespace kickpath::results {
namespace {

using Reading = std::optional<double>;

Reading number(const Count& count) {
  return count.get() ? Reading(static_cast<double>(*count.get())) : std::nullopt;
}

Reading number(const Observed<Duration>& duration) {
  return duration.get() ? Reading(to_seconds(*duration.get())) : std::nullopt;
}

Reading ratio(const Reading& of, const Reading& per) {
  return of && per && *per > 0 ? Reading(*of / *per) : std::nullopt;
}

template <Count Counts::*counter>
Reading rate(const Sample& sample) {
  return ratio(number(sample.counts.*counter), to_seconds(sample.measured));
}

template <Count Counts::*counter>
Reading efficiency(const Sample& sample) {
  return ratio(number(sample.counts.*counter), number(sample.counts.cpu_time));
}

template <Count Counts::*counter>
Reading share(const Sample& sample) {
  return ratio(number(sample.counts.*counter), number(sample.counts.ops));
}

Reading heavy_exits_share(const Sample& sample) {
  return ratio(number(sample.counts.full_exits + sample.counts.partial_exits), number(sample.counts.ops));
}

Reading nanoseconds(std::optional<Duration> latency) {
  return latency ? Reading(to_nanoseconds(*latency)) : std::nullopt;
}

Reading packets_per_s(const Sample& sample) {
  return ratio(number(sample.counts.packets_sent + sample.counts.packets_received),
               to_seconds(sample.measured));
}

/// Of the packets that the guest receives.
Reading packets_per_interrupt(const Sample& sample) {
  return ratio(number(sample.counts.packets_received), number(sample.counts.interrupts));
}

template <unsigned permille>
Reading latency_quantile(const Sample& sample) {
  return nanoseconds(sample.latency.quantile(permille / 1000.0));
}

Reading latency_mean(const Sample& sample) { return nanoseconds(sample.latency.mean()); }
Reading latency_max(const Sample& sample) { return nanoseconds(sample.latency.max()); }

Reading boot_seconds(const Sample& sample) {
  return ratio(number(sample.counts.boot_time), number(sample.counts.boots));
}

Reading updates_per_boot(const Sample& sample) {
  return ratio(number(sample.counts.routing_updates), number(sample.counts.boots));
}

}  // namespace

constinit const std::array<MetricRow, metric_count> metric_table{{
    {"ops_per_s", "operations", Unit::per_second, Section::throughput, rate<&Counts::ops>},
    {"bytes_per_s", "data", Unit::bytes_per_second, Section::throughput, rate<&Counts::bytes>},
    {"ops_per_cpu_s", "operations per CPU", Unit::per_cpu_second, Section::throughput,
     efficiency<&Counts::ops>},
    {"bytes_per_cpu_s", "data per CPU", Unit::bytes_per_cpu_second, Section::throughput,
     efficiency<&Counts::bytes>},
    {"latency_ns.mean", "mean", Unit::nanoseconds, Section::latency, latency_mean},
    {"latency_ns.p50", "p50", Unit::nanoseconds, Section::latency, latency_quantile<500>},
    {"latency_ns.p90", "p90", Unit::nanoseconds, Section::latency, latency_quantile<900>},
    {"latency_ns.p99", "p99", Unit::nanoseconds, Section::latency, latency_quantile<990>},
    {"latency_ns.p999", "p99.9", Unit::nanoseconds, Section::latency, latency_quantile<999>},
    {"latency_ns.max", "max", Unit::nanoseconds, Section::latency, latency_max},
    {"kicks_per_op", "kicks", Unit::per_op, Section::per_op, share<&Counts::kicks>},
    {"interrupts_per_op", "interrupts", Unit::per_op, Section::per_op, share<&Counts::interrupts>},
    {"light_exits_per_op", "light exits", Unit::per_op, Section::per_op, share<&Counts::light_exits>},
    {"full_exits_per_op", "full exits", Unit::per_op, Section::per_op, share<&Counts::full_exits>},
    {"partial_exits_per_op", "partial exits", Unit::per_op, Section::per_op, share<&Counts::partial_exits>},
    {"heavy_exits_per_op", "heavy exits", Unit::per_op, Section::per_op, heavy_exits_share},
    {"ipis_per_op", "IPIs", Unit::per_op, Section::per_op, share<&Counts::ipis>},
    {"context_switches_per_op", "context switches", Unit::per_op, Section::per_op,
     share<&Counts::context_switches>},
    {"line_transfers_per_op", "line transfers", Unit::per_op, Section::per_op,
     share<&Counts::line_transfers>},
    {"boot_s", "to the root file system", Unit::seconds, Section::boot, boot_seconds},
    {"routing_updates", "GSI routing updates", Unit::count, Section::boot, updates_per_boot},
    {"dropped_per_s", "dropped", Unit::per_second, Section::throughput, rate<&Counts::dropped>},
    {"packets_per_s", "packets", Unit::per_second, Section::network, packets_per_s},
    {"packets_per_interrupt", "packets per interrupt", Unit::per_op, Section::network, packets_per_interrupt},
}};

std::size_t metric_index(std::string_view key) {
  for (std::size_t i = 0; i < metric_count; ++i)
    if (metric_table[i].key == key) return i;
  throw std::out_of_range("no metric is called " + std::string(key));
}

std::vector<std::string> metric_keys() {
  std::vector<std::string> keys;
  for (const MetricRow& row : metric_table) keys.emplace_back(row.key);
  return keys;
}

}  // namespace kickpath::results
