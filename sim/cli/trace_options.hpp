#pragma once
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/run_inputs.hpp"
#include "scenario/simulate.hpp"
#include "trace/timeline_file.hpp"

/// The timeline of a run, as the command line asks for it.
namespace kickpath::cli {

struct TraceOptions {
  std::string path;                               ///< empty: none is asked for
  std::string raw{};                              ///< of the events as the kernel tells them; empty: no
  std::optional<trace::TimelineBounds> bounds{};  ///< none: shown_by_default of the measured time

  bool is_wanted() const { return !path.empty() || !raw.empty(); }
};

/// `--trace` and what belongs to it.
void add_trace_options(CLI::App& verb, TraceOptions& options);
/// The two options that say which part is shown, named `window` and `last`.
struct BoundsOption {
  const char* name;
  std::string help;
};
void add_bounds_options(CLI::App& verb, std::optional<trace::TimelineBounds>& bounds,
                        const BoundsOption& window, const BoundsOption& last);

/// So much of the measured time is shown unless something else is asked for.
constexpr Duration shown_by_default{20'000'000'000};  // 20 ms

/// What is wrong with the options for these runs; empty: nothing.
std::string problem_of(const TraceOptions& options, const std::vector<RunInput>& inputs);

/// From when to when, both within the run.
trace::TimelineBounds bounds_within(const TraceOptions& options, const RunInput& input);

/// The file, opened now: a path that cannot be written is known before the run.
std::unique_ptr<trace::TimelineFile> open_timeline(const TraceOptions& options, const RunInput& input);

/// Writes the timeline of the first replica.
scenario::MakeListener timeline_listener(trace::TimelineFile& file);

}  // namespace kickpath::cli
