#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/kvm_trace.hpp"
#include "cli/kvm_world.hpp"
#include "cli/progress_bar.hpp"
#include "cli/qemu_world.hpp"
#include "cli/request_options.hpp"
#include "cli/run_inputs.hpp"
#include "cli/trace_options.hpp"
#include "results/csv.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "results/study_text.hpp"
#include "results/text.hpp"
#include "scenario/simulate.hpp"

namespace kickpath::cli {

namespace {

struct RunOptions {
  RunRequest request;
  std::string world = "sim";
  bool is_ungated = false;
  KvmOptions kvm;
  std::string json;
  std::string csv;
  TraceOptions trace;

  bool has_stdout() const { return json != "-" && csv != "-" && trace.path != "-" && trace.raw != "-"; }
};

using Progress = std::function<void(double)>;
using World = std::function<results::RunResult(const RunInput&, const Progress&)>;

results::RunResult predict(const RunInput& input, const Progress& progress,
                           const scenario::MakeListener& make_listener) {
  return results::summarize_run(identity_of(input),
                                scenario::simulate(input.spec, input.profile, progress, make_listener));
}

results::RunResult run_one(const RunInput& input, const World& world) {
  ProgressBar bar(input.spec.name);
  return world(input, [&](double done) {
    check_interrupted();
    bar.show(done);
  });
}

std::string to_json_text(const std::vector<results::RunResult>& runs) {
  if (runs.size() == 1) return results::to_json_text(results::to_json(runs.front()));
  auto all = nlohmann::ordered_json::array();
  for (const auto& run : runs) all.push_back(results::to_json(run));
  return results::to_json_text(all);
}

std::string to_csv_text(const std::vector<results::RunResult>& runs) {
  std::string text;
  for (const auto& run : runs) {
    const std::string csv = results::to_csv(run);
    text += text.empty() ? csv : csv.substr(csv.find('\n') + 1);
  }
  return text;
}

void print_results(const std::vector<results::RunResult>& runs) {
  if (runs.size() > 1) {
    fmt::print("{}", results::to_study_text(runs));
    for (const auto& run : runs)
      if (run.replicas == 0)
        fmt::print("{}: the host was never quiet for long enough: no figures\n", run.identity.scenario.name);
    return;
  }
  fmt::print("{}", results::to_text(runs.front()));
  if (runs.front().identity.world != "sim") fmt::print("{}", host_text(runs.front()));
}

/// All inputs, each run in `world`, and written.
int run_all(const RunOptions& options, const std::vector<RunInput>& inputs, const World& world) {
  // Opened before the run: a path that cannot be written is known now.
  std::optional<results::OutputFile> json;
  std::optional<results::OutputFile> csv;
  if (!options.json.empty()) json.emplace(options.json);
  if (!options.csv.empty()) csv.emplace(options.csv);

  std::vector<results::RunResult> runs;
  for (const RunInput& input : inputs) runs.push_back(run_one(input, world));
  if (options.has_stdout()) print_results(runs);
  if (json) json->write(to_json_text(runs)), json->commit();
  if (csv) csv->write(to_csv_text(runs)), csv->commit();
  return done;
}

World with_trace(const RunOptions&, const std::vector<RunInput>&, const QemuWorld& world) {
  return [&](const RunInput& input, const Progress& progress) { return world.run(input, progress); };
}

World with_trace(const RunOptions& options, const std::vector<RunInput>& inputs, const KvmWorld& world) {
  const auto trace =
      options.trace.is_wanted() ? std::make_shared<KvmTrace>(options.trace, inputs[0]) : nullptr;
  return [&, trace](const RunInput& input, const Progress& progress) {
    results::RunResult result = world.run(input, progress);
    if (trace) trace->record(world, progress);
    return result;
  };
}

template <class RealWorld>
int run_for_real(const RunOptions& options, const std::vector<RunInput>& inputs) {
  KvmOptions real = options.kvm;
  real.is_gated = !options.is_ungated;
  const RealWorld world(real);
  config::Errors errors;
  for (const RunInput& input : inputs) world.check(input, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  return run_all(options, inputs, with_trace(options, inputs, world));
}

int run_in_simulator(const RunOptions& options, const std::vector<RunInput>& inputs) {
  std::unique_ptr<trace::TimelineFile> timeline;
  scenario::MakeListener make_listener;
  if (options.trace.is_wanted()) {
    timeline = open_timeline(options.trace, inputs[0]);
    make_listener = timeline_listener(*timeline);
  }
  return run_all(options, inputs, [&](const RunInput& input, const Progress& progress) {
    return predict(input, progress, make_listener);
  });
}

/// What is wrong with the options, whatever the scenarios are; empty: nothing.
std::string problem_of(const RunOptions& options) {
  const TraceOptions& trace = options.trace;
  if (!options.json.empty() && options.json == options.csv)
    return fmt::format("--json and --csv cannot both go to '{}'", options.json);
  if (!trace.path.empty() && (trace.path == options.json || trace.path == options.csv))
    return fmt::format("--trace and another output cannot both go to '{}'", trace.path);
  if (!trace.raw.empty() &&
      (trace.raw == options.json || trace.raw == options.csv || trace.raw == trace.path))
    return fmt::format("--trace-raw and another output cannot both go to '{}'", trace.raw);
  if (!trace.raw.empty() && options.world != "kvm")
    return "--trace-raw is of a real kernel's events: it needs --world kvm";
  if (trace.bounds && !trace.is_wanted())
    return "--trace-window and --trace-last say what --trace FILE shows";
  return {};
}

int run(const RunOptions& options) {
  if (const std::string problem = problem_of(options); !problem.empty()) {
    fmt::print(stderr, "kickpath: {}\n", problem);
    return bad_input;
  }
  if (options.world == "qemu" && options.trace.is_wanted()) {
    fmt::print(
        stderr,
        "kickpath: world 'qemu' records no trace of its own: record kvm:* and sched:* events with perf or "
        "tracefs beside the run, and make a timeline of the text with `kickpath timeline`\n");
    return machine_cannot;
  }
  config::Errors errors;
  RunRequest request = options.request;
  request.needs_profile = options.world == "sim";
  const std::vector<RunInput> inputs = load_inputs(request, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  if (options.trace.is_wanted())
    if (const std::string problem = problem_of(options.trace, inputs); !problem.empty()) {
      fmt::print(stderr, "kickpath: {}\n", problem);
      return bad_input;
    }
  if (options.world == "sim") return run_in_simulator(options, inputs);
  return options.world == "kvm" ? run_for_real<KvmWorld>(options, inputs)
                                : run_for_real<QemuWorld>(options, inputs);
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb =
      app.add_subcommand("run", "Predict scenarios, or measure them; several, or a folder, make a table");
  verb->add_option("SCENARIO", options->request.paths, "scenario files, or folders of them")->required();
  verb->add_option("--world", options->world,
                   "where to run it: sim, the simulator; kvm, the KVM of this host; qemu, a QEMU on that KVM")
      ->check(CLI::IsMember({"sim", "kvm", "qemu"}))
      ->capture_default_str();
  verb->add_flag("--ungated", options->is_ungated, "worlds kvm and qemu: count repeats on a busy host too");
  verb->add_option(
          "--guest-timeout", options->kvm.guest_patience_s,
          "worlds kvm and qemu: seconds without any completion after which a VM is killed and reported")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  add_request_options(*verb, options->request);
  verb->add_option("--json", options->json,
                   "write the result as JSON; - is stdout, which then holds nothing else");
  verb->add_option("--csv", options->csv, "write the result as CSV; - is stdout");
  add_trace_options(*verb, options->trace);
  verb->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace kickpath::cli
