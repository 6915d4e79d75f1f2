#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/trace_options.hpp"
#include "config/units.hpp"
#include "trace/measured_timeline.hpp"
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

/// What a first reading of the whole text tells.
struct Known {
  trace::MeasuredTimeline::Names names;
  tracefiles::TraceFacts facts;
};

/// Where one was renamed: its last name.
Known read_names(const TimelineOptions& options, config::Errors& errors) {
  Known known;
  known.facts = tracefiles::read_trace_file(
      options.path, options.reading,
      [&](const tracefiles::TraceEvent& event) {
        check_interrupted();
        if (!event.thread.is_idle() && !event.comm.empty()) known.names[event.thread.value] = event.comm;
      },
      errors);
  return known;
}

void write_timeline(const TimelineOptions& options, const trace::MeasuredTimeline::Names& names,
                    config::Errors& errors) {
  constexpr int often = 10'000;
  trace::TimelineFile file(options.output, options.bounds.value_or(trace::TimelineBounds{}),
                           {{"schema", "kickpath.timeline/1"}, {"world", "kvm"}, {"trace", options.path}});
  trace::MeasuredTimeline timeline(file, names);
  Instant last{};
  int events = 0;
  tracefiles::read_trace_file(
      options.path, options.reading,
      [&](const tracefiles::TraceEvent& event) {
        timeline.feed(event);
        last = std::max(last, event.date);
        if (++events % often != 0) return;
        check_interrupted();
        file.drain();
      },
      errors);
  if (errors.empty()) file.end(last);
}

int timeline(const TimelineOptions& options) {
  if (const std::string problem = problem_of(options); !problem.empty()) {
    fmt::print(stderr, "kickpath: {}\n", problem);
    return bad_input;
  }
  config::Errors errors;
  const Known known = read_names(options, errors);
  if (errors.empty()) write_timeline(options, known.names, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  for (const std::string& note : tracefiles::notes_on(known.facts)) fmt::print(stderr, "note: {}\n", note);
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
