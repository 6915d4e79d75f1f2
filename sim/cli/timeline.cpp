#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/measured_text.hpp"
#include "cli/trace_options.hpp"
#include "config/units.hpp"
#include "tracefiles/read_trace.hpp"

namespace kickpath::cli {

namespace {

struct TimelineOptions {
  std::string path;
  std::string output;
  std::optional<trace::TimelineBounds> bounds;
  tracefiles::TraceOptions reading;
};

/// What is wrong with the paths beside that one cannot be opened; empty: nothing.
std::string problem_of(const TimelineOptions& options) {
  std::error_code ignored;
  if (std::filesystem::equivalent(options.path, options.output, ignored))
    return fmt::format("--output {} is the trace that the timeline is to be made of", options.output);
  if (std::filesystem::is_fifo(options.path, ignored))
    return fmt::format("{} is a pipe, and a trace is read twice: write it into a file first", options.path);
  return {};
}

int timeline(const TimelineOptions& options) {
  if (const std::string problem = problem_of(options); !problem.empty()) {
    fmt::print(stderr, "kickpath: {}\n", problem);
    return bad_input;
  }
  config::Errors errors;
  trace::TimelineFile file(options.output, options.bounds.value_or(trace::TimelineBounds{}),
                           {{"schema", "kickpath.timeline/1"}, {"world", "kvm"}, {"trace", options.path}});
  const tracefiles::TraceFacts facts = write_timeline(options.path, options.reading, file, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  for (const std::string& note : tracefiles::notes_on(facts)) fmt::print(stderr, "note: {}\n", note);
  return done;
}

}  // namespace

void add_timeline(CLI::App& app, Action& action) {
  auto options = std::make_shared<TimelineOptions>();
  CLI::App* verb = app.add_subcommand(
      "timeline", "Turn a real host's trace into a timeline like that of `run --trace`, to lay beside it");
  verb->add_option("FILE", options->path, "text of perf script or tracefs with kvm:* and sched:* events")
      ->required();
  verb->add_option("-o,--output", options->output,
                   "the timeline (Chrome trace JSON, opens in ui.perfetto.dev); - is stdout")
      ->required();
  add_bounds_options(*verb, options->bounds,
                     {"--window",
                      "what it shows: FROM..TO, as in '100 ms..120 ms', counted from the first event, FROM "
                      "included; or all, the default"},
                     {"--last", "what it shows: the last of the trace, as in '50 ms'"});
  verb->add_option_function<std::string>(
      "--frequency",
      [options](const std::string& text) {
        const auto frequency = config::parse_frequency(text);
        if (!frequency) throw CLI::ValidationError("--frequency", frequency.problem);
        options->reading.tsc = *frequency;
      },
      "of the TSC, as in '2.4 GHz', where the trace counts cycles");
  verb->callback([options, &action] { action = [options] { return timeline(*options); }; });
}

}  // namespace kickpath::cli
