#include "results/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "results/columns.hpp"
#include "results/human.hpp"

namespace kickpath::results {
namespace {

constexpr std::size_t indent = 20;  // the widest label of the throughput section, and two blanks
constexpr std::size_t name_columns = 22;
constexpr std::size_t figure_columns = 9;

std::string figure(const std::optional<Estimate>& estimate, Unit unit) {
  return estimate ? human(estimate->mean, unit) : "-";
}

std::string figure_with_interval(const std::optional<Estimate>& estimate, Unit unit) {
  if (!estimate || !estimate->ci95) return figure(estimate, unit);
  return human(estimate->mean, estimate->ci95->hi - estimate->mean, unit);
}

std::string replicas_of(const RunResult& result) {
  const std::string count =
      fmt::format("{} {}", result.replicas, result.replicas == 1 ? "replica" : "replicas");
  return result.measured_s ? fmt::format("{} of {:.6g} s", count, *result.measured_s) : count;
}

std::string header(const RunResult& result) {
  const RunIdentity& identity = result.identity;
  const std::vector<std::string> items{
      fmt::format("world {}", identity.world),
      fmt::format("profile {}", identity.profile ? identity.profile->name : "-"),
      fmt::format("seed {}", identity.seed),
      replicas_of(result),
  };
  return fit(identity.scenario.name, text_columns) + "\n" + wrap("", items, 2, text_columns) + "\n";
}

/// One line per figure: these are what a run is made for.
std::string throughput_lines(const Metrics& metrics) {
  std::string text;
  for (std::size_t i = 0; i < metric_count; ++i) {
    const MetricRow& row = metric_table[i];
    if (row.section != Section::throughput) continue;
    text += wrap(row.label, {figure_with_interval(metrics.estimates[i], row.unit)}, indent, text_columns);
  }
  return text;
}

std::string section_lines(const char* label, Section section, const Metrics& metrics) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < metric_count; ++i) {
    const MetricRow& row = metric_table[i];
    if (row.section == section)
      items.push_back(fmt::format("{} {}", row.label, figure(metrics.estimates[i], row.unit)));
  }
  return wrap(label, items, indent, text_columns);
}

bool knows_any(Section section, const Metrics& metrics) {
  for (std::size_t i = 0; i < metric_count; ++i)
    if (metric_table[i].section == section && metrics.estimates[i]) return true;
  return false;
}

/// What tells instances apart, as many as 100 columns hold: a name and seven figures of at most eight
/// columns.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> vm_columns{{
    {"ops_per_s", "ops"},
    {"latency_ns.p50", "p50"},
    {"latency_ns.p99", "p99"},
    {"kicks_per_op", "kicks"},
    {"interrupts_per_op", "irqs"},
    {"heavy_exits_per_op", "heavy"},
    {"dropped_per_s", "dropped"},
}};

std::string vm_table(const std::vector<InstanceResult>& vms) {
  std::vector<std::vector<std::string>> rows{{"vm"}};
  for (const auto& [key, title] : vm_columns) rows.front().emplace_back(title);
  for (const InstanceResult& vm : vms) {
    auto& row = rows.emplace_back(1, fit(vm.name, name_columns));
    for (const auto& [key, title] : vm_columns)
      row.push_back(fit(figure(vm.metrics.at(key), metric_table[metric_index(key)].unit), figure_columns));
  }
  return std::string("\n").append(table(rows));
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// Who used a core most comes first; equal shares by name.
std::vector<std::string> users_of(const CoreResult& core) {
  std::vector<std::pair<std::string, double>> users(core.by.begin(), core.by.end());
  std::stable_sort(users.begin(), users.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> items;
  for (const auto& [task, share] : users) items.push_back(fmt::format("{} {}", task, percent(share)));
  return items;
}

std::string core_lines(const std::vector<CoreResult>& cores) {
  std::string text = "\n";
  for (std::size_t i = 0; i < cores.size(); ++i) {
    const CoreResult& core = cores[i];
    if (!core.host.empty() && (i == 0 || cores[i - 1].host != core.host)) text += core.host + ":\n";
    text += wrap(fmt::format("core {:<4} {:>7}", core.id.value, percent(core.busy)), users_of(core), indent,
                 text_columns);
  }
  return text;
}

}  // namespace

std::string to_text(const RunResult& result) {
  std::string text = header(result) + throughput_lines(result.totals);
  text += section_lines("latency", Section::latency, result.totals);
  text += section_lines("per operation", Section::per_op, result.totals);
  if (knows_any(Section::boot, result.totals)) text += section_lines("boot", Section::boot, result.totals);
  if (knows_any(Section::network, result.totals))
    text += section_lines("network", Section::network, result.totals);
  if (result.vms.size() > 1) text += vm_table(result.vms);
  if (!result.cores.empty()) text += core_lines(result.cores);
  return text;
}

}  // namespace kickpath::results
