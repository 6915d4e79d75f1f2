#include "explain/explanation.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace kickpath::explain {

using trace::Part;
using trace::part_count;

namespace {

double mean_of(const std::optional<Estimate>& estimate) { return estimate ? estimate->mean : 0; }

/// One estimate of what `figure` says of each replica; nothing of those of which it says nothing.
std::optional<Estimate> estimate(std::span<const Replica> replicas,
                                 const std::function<std::optional<double>(const Replica&)>& figure) {
  std::vector<double> values;
  for (const Replica& replica : replicas)
    if (const auto value = figure(replica)) values.push_back(*value);
  return results::summarize(values);
}

OperationSplit operation_split(std::span<const Replica> replicas, std::size_t at) {
  const auto of = [at](const Replica& replica) -> const trace::OperationTime& {
    return replica.attribution.operations[at];
  };
  const auto mean = [&](const Replica& replica, Duration total) -> std::optional<double> {
    const auto operations = static_cast<double>(of(replica).operations);
    if (operations == 0) return std::nullopt;
    return to_nanoseconds(total) / operations;
  };
  OperationSplit split{of(replicas.front()).of, 0, std::nullopt, {}};
  for (const Replica& replica : replicas) split.operations += of(replica).operations;
  split.latency = estimate(replicas, [&](const Replica& r) { return mean(r, of(r).latency); });
  for (std::size_t p = 0; p < part_count; ++p)
    split.parts[p] = estimate(replicas, [&](const Replica& r) { return mean(r, of(r).split.by[p]); });
  return split;
}

CoreSplit core_split(std::span<const Replica> replicas, std::size_t at) {
  const trace::CoreTime& first = replicas.front().attribution.cores[at];
  CoreSplit split{first.host, first.id, {}, {}};
  for (std::size_t p = 0; p < part_count; ++p)
    split.parts[p] = estimate(replicas, [&](const Replica& r) -> std::optional<double> {
      return to_seconds(r.attribution.cores[at].split.by[p]) / to_seconds(r.attribution.measured);
    });
  for (const Replica& replica : replicas)
    for (const auto& [task, ran] : replica.attribution.cores[at].by_task)
      split.by[task] +=
          to_seconds(ran) / to_seconds(replica.attribution.measured) / static_cast<double>(replicas.size());
  return split;
}

}  // namespace

double OperationSplit::share(Part part) const {
  const double whole = mean_of(latency);
  return whole == 0 ? 0 : mean_of(parts[index_of(part)]) / whole;
}

double CoreSplit::share(Part part) const { return mean_of(parts[index_of(part)]); }

double CoreSplit::useful() const {
  return 1 - share(Part::idle) - share(Part::idle_exit) - share(Part::polling);
}

Explanation summarize(results::RunIdentity identity, std::span<const Replica> replicas) {
  Explanation explanation;
  explanation.replicas = replicas.size();
  std::vector<results::Replica> counted;
  for (const Replica& replica : replicas) counted.push_back(replica.counted);
  const results::RunResult result = results::summarize_run(identity, counted);
  explanation.identity = std::move(identity);
  explanation.measured_s = result.measured_s.value_or(0);
  explanation.ops_per_s = result.totals.at("ops_per_s");
  for (std::size_t i = 0; i < replicas.front().attribution.operations.size(); ++i)
    explanation.operations.push_back(operation_split(replicas, i));
  for (std::size_t i = 0; i < replicas.front().attribution.cores.size(); ++i)
    explanation.cores.push_back(core_split(replicas, i));
  return explanation;
}

}  // namespace kickpath::explain
