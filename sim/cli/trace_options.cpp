#include "cli/trace_options.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/units.hpp"
#include "trace/machine_timeline.hpp"

namespace kickpath::cli {

namespace {

constexpr const char* window_option = "--trace-window";

Duration duration_of(const std::string& option, std::string_view text) {
  const auto duration = config::parse_duration(text);
  if (!duration) throw CLI::ValidationError(option, duration.problem);
  return *duration;
}

trace::TimelineBounds window_of(const std::string& option, const std::string& text) {
  if (text == "all") return {};
  const auto dots = text.find("..");
  if (dots == text.npos) throw CLI::ValidationError(option, "'" + text + "' is neither FROM..TO nor all");
  const trace::TimelineBounds bounds{Instant{duration_of(option, text.substr(0, dots))},
                                     Instant{duration_of(option, text.substr(dots + 2))}, std::nullopt};
  if (bounds.to <= bounds.from) throw CLI::ValidationError(option, "'" + text + "' ends before it has begun");
  return bounds;
}

trace::TimelineBounds last_of(const std::string& option, const std::string& text) {
  const Duration last = duration_of(option, text);
  if (last <= Duration::zero()) throw CLI::ValidationError(option, "must be more than 0");
  return {Instant{}, never, last};
}

trace::TimelineBounds bounds_of(const TraceOptions& options, const RunInput& input) {
  const Instant measured_from{input.spec.run.warmup};
  return options.bounds.value_or(
      trace::TimelineBounds{measured_from, measured_from + shown_by_default, std::nullopt});
}

Instant end_of(const RunInput& input) { return Instant{input.spec.run.warmup + input.spec.run.duration}; }

class TimelineListener final : public scenario::Listener {
 public:
  TimelineListener(const engine::Simulation& simulation, vm::Machine& machine, trace::TimelineFile& file)
      : file_(file), timeline_(simulation, machine, file) {}
  void advanced() override { file_.drain(); }
  void end(Instant now) override { file_.end(now); }

 private:
  trace::TimelineFile& file_;
  trace::MachineTimeline timeline_;
};

}  // namespace

void add_bounds_options(CLI::App& verb, std::optional<trace::TimelineBounds>& bounds,
                        const BoundsOption& window, const BoundsOption& last) {
  const auto add = [&](const BoundsOption& option,
                       trace::TimelineBounds (*read)(const std::string&, const std::string&)) {
    return verb.add_option_function<std::string>(
        option.name,
        [&bounds, read, name = std::string(option.name)](const std::string& text) {
          bounds = read(name, text);
        },
        option.help);
  };
  add(window, window_of)->excludes(add(last, last_of));
}

void add_trace_options(CLI::App& verb, TraceOptions& options) {
  verb.add_option(
      "--trace", options.path,
      "write a timeline (Chrome trace JSON, opens in ui.perfetto.dev) of one scenario's first replica: "
      "20 ms from the end of the warm-up on, unless told otherwise; world kvm: of one more repeat, which "
      "does "
      "not count, recorded by the kernel (as root); - is stdout");
  verb.add_option("--trace-raw", options.raw,
                  "world kvm: write that repeat's events as text of tracefs, as `calibrate` and `timeline` "
                  "read it; - is stdout");
  add_bounds_options(
      verb, options.bounds,
      {window_option,
       "what --trace shows: FROM..TO, as in '100 ms..120 ms', counted from the beginning of the "
       "warm-up, FROM included; or all, which may be gigabytes (up to 3 KB for an operation)"},
      {"--trace-last", "what --trace shows: the last of the run, as in '50 ms'; held in memory until then"});
}

std::string problem_of(const TraceOptions& options, const std::vector<RunInput>& inputs) {
  if (inputs.size() != 1) return "--trace is of one scenario";
  const Instant end = end_of(inputs[0]);
  const trace::TimelineBounds bounds = bounds_of(options, inputs[0]);
  if (bounds.from < end) return {};
  return fmt::format("{}: begins at {}, but the run ends at {}", window_option,
                     config::to_text(bounds.from.time_since_epoch()),
                     config::to_text(end.time_since_epoch()));
}

trace::TimelineBounds bounds_within(const TraceOptions& options, const RunInput& input) {
  const trace::TimelineBounds bounds = bounds_of(options, input);
  const Instant end = end_of(input);
  const Instant from = bounds.last ? std::max(Instant{}, Instant{end - *bounds.last}) : bounds.from;
  return {from, std::min(bounds.to, end), std::nullopt};
}

std::unique_ptr<trace::TimelineFile> open_timeline(const TraceOptions& options, const RunInput& input) {
  nlohmann::ordered_json about{{"schema", "kickpath.timeline/1"}, {"world", "sim"}};
  about["scenario"] = {{"name", input.spec.name}, {"hash", input.scenario_hash}};
  about["profile"] = {{"name", input.profile.name}, {"hash", input.profile_hash}};
  about["seed"] = input.spec.run.seed;
  about["versions"] = {{"kickpath", KICKPATH_VERSION}};
  return std::make_unique<trace::TimelineFile>(options.path, bounds_of(options, input), std::move(about));
}

scenario::MakeListener timeline_listener(trace::TimelineFile& file) {
  return [&file](engine::Simulation& simulation, vm::Machine& machine,
                 std::uint32_t replica) -> std::unique_ptr<scenario::Listener> {
    if (replica != 0) return nullptr;
    return std::make_unique<TimelineListener>(simulation, machine, file);
  };
}

}  // namespace kickpath::cli
