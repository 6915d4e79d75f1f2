#include <fmt/format.h>

#include "measure/measurement.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"

namespace kickpath::measure {

namespace {

using Row = std::vector<std::string>;

results::Unit unit_of(const Benchmark& benchmark) {
  if (benchmark.unit == "ns") return results::Unit::nanoseconds;
  return benchmark.unit == "1/s" ? results::Unit::per_second : results::Unit::per_op;
}

std::string foreign_cell(const Benchmark& benchmark) {
  if (!benchmark.load) return "-";
  return fmt::format("{:.2f}{}", benchmark.load->foreign, benchmark.is_quiet.value_or(true) ? " " : "!");
}

Row row_of(const Benchmark& benchmark) {
  Row row{benchmark.name, "0", "-", "-", "-", "-", "-", foreign_cell(benchmark)};
  const auto& summary = benchmark.summary;
  if (!summary) return row;
  row[1] = std::to_string(summary->n);
  std::size_t column = 2;
  for (const double figure : {summary->median, summary->p5, summary->p90, summary->p99, summary->mean})
    row[column++] = results::human(figure, unit_of(benchmark));
  return row;
}

std::string remarks(const SuiteRun& suite) {
  bool is_noisy = false;
  std::string text;
  for (const Benchmark& benchmark : suite.benchmarks) {
    is_noisy |= !benchmark.is_quiet.value_or(true);
    if (!benchmark.note.empty()) text += fmt::format("{}: {}\n", benchmark.name, benchmark.note);
  }
  for (const auto& [name, reason] : suite.skipped) text += fmt::format("{}: left out: {}\n", name, reason);
  if (suite.rejected > 0)
    text += fmt::format("{} runs under foreign load were thrown away\n", suite.rejected);
  if (is_noisy)
    text += "! measured under foreign load: others used that many cores, or the hypervisor stole time\n";
  return text;
}

}  // namespace

std::string to_text(const Measurement& measurement) {
  std::vector<Row> rows{{"benchmark", "n", "median", "p5", "p90", "p99", "mean", "foreign "}};
  for (const Benchmark& benchmark : measurement.suite.benchmarks) rows.push_back(row_of(benchmark));
  const std::string below = remarks(measurement.suite);
  return results::table(rows) + (below.empty() ? "" : "\n" + below);
}

}  // namespace kickpath::measure
