#include "calibration/foreign_composites.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>

#include "microbench/bench.hpp"
#include "results/summary.hpp"
#include "tracefiles/line_head.hpp"
#include "tracefiles/trace_phases.hpp"
#include "tracefiles/vmexit_log.hpp"

namespace kickpath::calibration {

namespace {

constexpr const char* no_such_benchmark = "the simulator has no such benchmark";

// Each event of a trace takes its time, about 0.4 us on slow hosts, and lies within the phases around it: a
// tenth of a phase, and never less than half an event.
double error_of_phase(double ns) { return std::hypot(0.1 * ns, 200); }

// One run of the test, without its spread.
double error_of_test(double ns) { return 0.03 * ns; }

void add_phase(const tracefiles::PhaseSamples& phase, const std::string& file, Composites& composites) {
  const std::string name = fmt::format("trace.{}", phase.name);
  const auto refuse = [&](const std::string& reason) { composites.unused.push_back({name, reason, file}); };
  const auto summary = results::summary_of(phase.ns);
  if (microbench::find(name) == nullptr) return refuse(no_such_benchmark);
  if (!summary) return refuse(phase.missing);
  if (static_cast<std::int64_t>(summary->n) < least_samples)
    return refuse(fmt::format("{} samples, {} are needed", summary->n, least_samples));
  composites.used.push_back({name, summary->median, error_of_phase(summary->median), file});
}

}  // namespace

InputKind kind_of(const std::filesystem::path& path) {
  constexpr int enough = 50;
  std::ifstream in(path);
  std::string line;
  for (int i = 0; i < enough && std::getline(in, line); ++i) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == line.npos) continue;
    if (line[first] == '{') return InputKind::measurement;
    if (line.starts_with("# tracer:") || tracefiles::read_head(line)) return InputKind::trace;
  }
  return in.is_open() ? InputKind::vmexit : InputKind::measurement;
}

Composites composites_of_trace(const std::filesystem::path& path, std::optional<Frequency> tsc,
                               config::Errors& errors, std::vector<std::string>& notes) {
  const auto trace = tracefiles::read_phases(path, {tsc}, errors);
  const auto facts = tracefiles::notes_on(trace.facts);
  notes.insert(notes.end(), facts.begin(), facts.end());
  Composites composites;
  for (const tracefiles::PhaseSamples& phase : trace.phases) add_phase(phase, path.string(), composites);
  return composites;
}

Composites composites_of_vmexit(const std::filesystem::path& path, std::optional<Frequency> tsc,
                                config::Errors& errors) {
  Composites composites;
  const auto tests = tracefiles::read_vmexit_log_file(path, errors);
  if (!tests.empty() && !tsc)
    errors.add({std::make_shared<const std::string>(path.string()), tests.front().line, 1}, "",
               "counts cycles: say of which clock, as in --frequency '2.4 GHz'");
  for (const tracefiles::VmexitTest& test : tests) {
    const std::string name = "vmexit." + test.name;
    const std::string source = fmt::format("{}:{}", path.string(), test.line);
    if (microbench::find(name) == nullptr) {
      composites.unused.push_back({name, no_such_benchmark, source});
    } else if (tsc) {
      const double ns = tracefiles::nanoseconds_of(test, *tsc);
      composites.used.push_back({name, ns, error_of_test(ns), source});
    }
  }
  return composites;
}

}  // namespace kickpath::calibration
