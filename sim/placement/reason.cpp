#include "placement/reason.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/human.hpp"
#include "results/metric_table.hpp"

namespace kickpath::placement {

namespace {

using Estimates = std::vector<std::optional<results::Estimate>>;

constexpr std::size_t most_costs = 4;
constexpr std::size_t most_cores = 8;  ///< beyond which their busy shares are added up
constexpr double idle_below = 0.02;    ///< busy share of a core that nobody needs
constexpr double noticeable = 0.05;

struct Cost {
  std::string label;
  double before = 0, after = 0;
  double size() const { return std::abs(after - before); }
};

bool is_noticeable(double before, double after) {
  return std::abs(after - before) > std::max(0.02, noticeable * std::max(std::abs(before), std::abs(after)));
}

/// Notifications, exits, switches: what an operation needs of each. Heavy exits are full and partial ones,
/// which are told by themselves.
std::vector<Cost> costs(const Estimates& before, const Estimates& after) {
  std::vector<Cost> costs;
  for (std::size_t i = 0; i < results::metric_count; ++i) {
    const results::MetricRow& metric = results::metric_table[i];
    if (metric.section != results::Section::per_op || metric.key == "heavy_exits_per_op") continue;
    if (!before[i] || !after[i] || !is_noticeable(before[i]->mean, after[i]->mean)) continue;
    costs.push_back({std::string(metric.label), before[i]->mean, after[i]->mean});
  }
  std::stable_sort(costs.begin(), costs.end(),
                   [](const Cost& a, const Cost& b) { return a.size() > b.size(); });
  costs.resize(std::min(costs.size(), most_costs));
  return costs;
}

std::string costs_text(const std::vector<Cost>& costs) {
  std::vector<std::string> fewer, more;
  for (const Cost& cost : costs)
    (cost.after < cost.before ? fewer : more)
        .push_back(fmt::format("{} ({:.2f} -> {:.2f})", cost.label, cost.before, cost.after));
  std::string text;
  if (!fewer.empty()) text = fmt::format("fewer {}", fmt::join(fewer, ", "));
  if (!more.empty()) text += fmt::format("{}more {}", text.empty() ? "" : ", ", fmt::join(more, ", "));
  return text.empty() ? text : "per operation " + text;
}

std::string cpu_time_text(const Estimates& before, const Estimates& after) {
  const std::size_t metric = results::metric_index("ops_per_cpu_s");
  if (!before[metric] || !after[metric] || before[metric]->mean == 0 || after[metric]->mean == 0) return "";
  const double was = 1e9 / before[metric]->mean, is = 1e9 / after[metric]->mean;
  if (std::abs(is - was) < noticeable * was) return "";
  return fmt::format("host CPU time {} -> {}", results::human(was, results::Unit::nanoseconds),
                     results::human(is, results::Unit::nanoseconds));
}

/// Mean over the replicas, the busiest core first: which is which may have changed.
std::vector<double> busy_shares(std::span<const Observation> observations) {
  std::vector<double> shares;
  for (const Observation& observation : observations) {
    std::vector<double> sorted;
    for (const results::CoreResult& core : observation.cores) sorted.push_back(core.busy);
    std::sort(sorted.begin(), sorted.end(), std::greater<>{});
    shares.resize(std::max(shares.size(), sorted.size()));
    for (std::size_t i = 0; i < sorted.size(); ++i)
      shares[i] += sorted[i] / static_cast<double>(observations.size());
  }
  return shares;
}

std::string shares_text(const std::vector<double>& shares) {
  if (shares.size() > most_cores) {
    double sum = 0;
    for (const double share : shares) sum += share;
    return fmt::format("{:.1f} of {}", sum, shares.size());
  }
  std::vector<std::string> each;
  for (const double share : shares) each.push_back(fmt::format("{:.0f} %", 100 * share));
  return fmt::format("{}", fmt::join(each, " "));
}

std::string cores_text(const std::vector<double>& before, const std::vector<double>& after) {
  if (before.size() != after.size()) return "";
  const auto idle = [](const std::vector<double>& shares) {
    return std::count_if(shares.begin(), shares.end(), [](double share) { return share < idle_below; });
  };
  bool differs = false;
  for (std::size_t i = 0; i < before.size(); ++i) differs |= std::abs(before[i] - after[i]) >= noticeable;
  if (!differs) return "";
  const auto freed = idle(after) - idle(before);
  const std::string what = freed > 0   ? fmt::format("{} core{} freed", freed, freed == 1 ? "" : "s")
                           : freed < 0 ? fmt::format("{} core{} more in use", -freed, freed == -1 ? "" : "s")
                                       : "cores busy";
  return fmt::format("{} ({} -> {})", what, shares_text(before), shares_text(after));
}

}  // namespace

Estimates mean_figures(std::span<const Observation> observations) {
  Estimates estimates;
  for (std::size_t i = 0; i < results::metric_count; ++i) {
    std::vector<double> known;
    for (const Observation& observation : observations)
      if (observation.failure.empty() && observation.figures[i]) known.push_back(*observation.figures[i]);
    estimates.push_back(results::summarize(known));
  }
  return estimates;
}

std::string reason_of(std::span<const Observation> before, std::span<const Observation> after) {
  const Estimates was = mean_figures(before), is = mean_figures(after);
  std::vector<std::string> parts{costs_text(costs(was, is)), cpu_time_text(was, is),
                                 cores_text(busy_shares(before), busy_shares(after))};
  std::erase(parts, "");
  return parts.empty() ? "an operation costs the same" : fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace kickpath::placement
