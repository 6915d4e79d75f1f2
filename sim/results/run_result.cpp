#include "results/run_result.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kickpath::results {
namespace {

void check_same_shape(const Replica& first, const Replica& replica) {
  if (replica.measured <= Duration::zero()) throw std::logic_error("a replica measured no time");
  const auto is_same_vm = [](const InstanceCounts& a, const InstanceCounts& b) { return a.name == b.name; };
  if (!std::equal(first.vms.begin(), first.vms.end(), replica.vms.begin(), replica.vms.end(), is_same_vm))
    throw std::logic_error("replicas differ in their VMs");
  const auto is_same_core = [](const CoreUse& a, const CoreUse& b) {
    return a.id == b.id && a.host == b.host;
  };
  if (!std::equal(first.cores.begin(), first.cores.end(), replica.cores.begin(), replica.cores.end(),
                  is_same_core))
    throw std::logic_error("replicas differ in their cores");
}

/// A replica that does not know a figure does not count towards it.
Metrics summarize_samples(std::span<const Sample> samples) {
  Metrics metrics;
  for (std::size_t i = 0; i < metric_count; ++i) {
    std::vector<double> known;
    for (const Sample& sample : samples)
      if (const auto value = metric_table[i].read(sample)) known.push_back(*value);
    metrics.estimates[i] = summarize(known);
  }
  return metrics;
}

Metrics summarize_vm(std::span<const Replica> replicas, std::size_t vm) {
  std::vector<Sample> samples;
  for (const Replica& replica : replicas)
    samples.push_back({replica.measured, replica.vms[vm].counts, replica.vms[vm].latency});
  return summarize_samples(samples);
}

InstanceCounts add_up(const Replica& replica) {
  InstanceCounts total{"totals", Counts::zero(), {}};
  for (const InstanceCounts& vm : replica.vms) {
    total.counts += vm.counts;
    total.latency += vm.latency;
  }
  return total;
}

Metrics summarize_totals(std::span<const Replica> replicas) {
  std::vector<InstanceCounts> totals;
  for (const Replica& replica : replicas) totals.push_back(add_up(replica));
  std::vector<Sample> samples;
  for (std::size_t r = 0; r < replicas.size(); ++r)
    samples.push_back({replicas[r].measured, totals[r].counts, totals[r].latency});
  return summarize_samples(samples);
}

/// A task that a replica does not name ran for no time there.
CoreResult summarize_core(std::span<const Replica> replicas, std::size_t core) {
  CoreResult result;
  result.id = replicas[0].cores[core].id;
  result.host = replicas[0].cores[core].host;
  for (const Replica& replica : replicas) {
    const double whole = to_seconds(replica.measured) * static_cast<double>(replicas.size());
    result.busy += to_seconds(replica.cores[core].busy) / whole;
    for (const auto& [task, time] : replica.cores[core].by) result.by[task] += to_seconds(time) / whole;
  }
  return result;
}

double mean_measured_s(std::span<const Replica> replicas) {
  double sum = 0;
  for (const Replica& replica : replicas) sum += to_seconds(replica.measured);
  return sum / static_cast<double>(replicas.size());
}

}  // namespace

RunResult summarize_run(RunIdentity identity, std::span<const Replica> replicas) {
  RunResult result;
  result.identity = std::move(identity);
  result.replicas = replicas.size();
  if (replicas.empty()) return result;

  for (const Replica& replica : replicas) check_same_shape(replicas[0], replica);
  result.measured_s = mean_measured_s(replicas);
  result.totals = summarize_totals(replicas);
  for (std::size_t vm = 0; vm < replicas[0].vms.size(); ++vm)
    result.vms.push_back({replicas[0].vms[vm].name, summarize_vm(replicas, vm)});
  for (std::size_t core = 0; core < replicas[0].cores.size(); ++core)
    result.cores.push_back(summarize_core(replicas, core));
  return result;
}

}  // namespace kickpath::results
