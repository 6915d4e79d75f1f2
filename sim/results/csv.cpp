#include "results/csv.hpp"

#include <fmt/format.h>

namespace kickpath::results {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

namespace {

std::string header() {
  std::string line = "scenario,world,seed,replicas,instance";
  for (const MetricRow& row : metric_table)
    line += fmt::format(",{0}.median,{0}.mean,{0}.ci95_lo,{0}.ci95_hi", row.key);
  return line + "\n";
}

/// fmt's "{}" of a double is the shortest text that reads back as the same bits.
std::string cells(const std::optional<Estimate>& estimate) {
  if (!estimate) return ",,,,";
  const std::string interval =
      estimate->ci95 ? fmt::format("{},{}", estimate->ci95->lo, estimate->ci95->hi) : ",";
  return fmt::format(",{},{},{}", estimate->median, estimate->mean, interval);
}

std::string line(const RunResult& result, const std::string& instance, const Metrics& metrics) {
  const RunIdentity& identity = result.identity;
  std::string text = fmt::format("{},{},{},{},{}", csv_cell(identity.scenario.name), csv_cell(identity.world),
                                 identity.seed, result.replicas, csv_cell(instance));
  for (const auto& estimate : metrics.estimates) text += cells(estimate);
  return text + "\n";
}

}  // namespace

std::string to_csv(const RunResult& result) {
  std::string text = header() + line(result, "totals", result.totals);
  for (const InstanceResult& vm : result.vms) text += line(result, vm.name, vm.metrics);
  return text;
}

}  // namespace kickpath::results
