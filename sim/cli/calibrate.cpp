#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration/fit_text.hpp"
#include "calibration/fitted_profile.hpp"
#include "calibration/foreign_composites.hpp"
#include "calibration/neighbours.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "config/units.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "scenario/load.hpp"

namespace kickpath::cli {

namespace {

using namespace calibration;

struct CalibrateOptions {
  std::vector<std::string> paths;
  std::string output;
  std::string json;
  std::string name;
  std::string prior;
  std::optional<Frequency> tsc;
  Admission admission;
};

struct Inputs {
  std::vector<MeasurementFile> files;
  Composites composites;
  std::vector<std::string> notes;
  std::optional<Frequency> tsc;
  std::optional<cost::CostProfile> prior;
};

void add(Composites some, Composites& all) {
  all.used.insert(all.used.end(), some.used.begin(), some.used.end());
  all.unused.insert(all.unused.end(), some.unused.begin(), some.unused.end());
}

// Measurements first: they know the clock of the others' cycles.
void load_measurements(const CalibrateOptions& options, Inputs& inputs, config::Errors& errors) {
  for (const std::string& path : options.paths)
    if (kind_of(path) == InputKind::measurement)
      if (auto file = load_measurement(path, errors)) inputs.files.push_back(*std::move(file));
  if (inputs.files.empty()) return;
  check_same_host(inputs.files, errors);
  if (!inputs.tsc) inputs.tsc = tsc_of(inputs.files.front());
  for (const MeasurementFile& file : inputs.files)
    add(composites_of(file, options.admission), inputs.composites);
}

void load_others(const CalibrateOptions& options, Inputs& inputs, config::Errors& errors) {
  for (const std::string& path : options.paths) {
    const InputKind kind = kind_of(path);
    if (kind == InputKind::trace)
      add(composites_of_trace(path, inputs.tsc, errors, inputs.notes), inputs.composites);
    if (kind == InputKind::vmexit) add(composites_of_vmexit(path, inputs.tsc, errors), inputs.composites);
  }
}

Inputs load(const CalibrateOptions& options, config::Errors& errors) {
  Inputs inputs;
  inputs.tsc = options.tsc;
  load_measurements(options, inputs, errors);
  load_others(options, inputs, errors);
  if (options.prior.empty()) return inputs;
  if (auto profile = scenario::load_profile(options.prior, errors)) inputs.prior = std::move(profile->value);
  return inputs;
}

ProfileHead head_of(const CalibrateOptions& options, const Inputs& inputs) {
  const std::string stem = std::filesystem::path(options.output).stem().string();
  const std::string name = !options.name.empty() ? options.name : stem.empty() ? "calibrated" : stem;
  if (inputs.files.empty()) return {name, "a host known by traces or logs alone", std::nullopt, inputs.tsc};
  const MeasurementFile& file = inputs.files.front();
  return {name, describe_host(file), hz_of(file), tsc_of(file), deep_idle_of(file), neighbours_of(file)};
}

std::string comment_of(const CalibrateOptions& options) {
  return fmt::format("# Made by `kickpath calibrate {}{}`.\n", fmt::join(options.paths, " "),
                     options.prior.empty() ? "" : " --prior " + options.prior);
}

int write(const CalibrateOptions& options, const Inputs& inputs, const Fit& fit) {
  std::optional<results::OutputFile> output;
  std::optional<results::OutputFile> json;
  if (!options.output.empty()) output.emplace(options.output);
  if (!options.json.empty()) json.emplace(options.json);
  if (options.output != "-" && options.json != "-") fmt::print("{}", to_text(fit));
  if (output) {
    const cost::CostProfile profile = profile_of(fit, head_of(options, inputs));
    output->write(to_yaml_text(profile, comment_of(options)));
    output->commit();
  }
  if (json) json->write(results::to_json_text(to_json(fit))), json->commit();
  return done;
}

int calibrate(const CalibrateOptions& options) {
  if (!options.output.empty() && options.output == options.json) {
    fmt::print(stderr, "kickpath: --output and --json cannot both go to '{}'\n", options.json);
    return bad_input;
  }
  config::Errors errors;
  const Inputs inputs = load(options, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  for (const std::string& note : inputs.notes) fmt::print(stderr, "note: {}\n", note);
  std::string problem;
  const auto fitted = fit(inputs.composites, inputs.prior ? &*inputs.prior : nullptr, problem);
  if (fitted) return write(options, inputs, *fitted);
  fmt::print(stderr, "{}: {}\n", fmt::join(options.paths, ", "), problem);
  return bad_input;
}

}  // namespace

void add_calibrate(CLI::App& app, Action& action) {
  auto options = std::make_shared<CalibrateOptions>();
  CLI::App* verb = app.add_subcommand("calibrate", "Turn measurements of a host into a cost profile");
  verb->add_option(
          "FILE", options->paths,
          "all of one host: files of `kickpath measure`, text of perf script or tracefs with kvm and "
          "sched events, logs of kvm-unit-tests' vmexit")
      ->required();
  verb->add_option("-o,--output", options->output,
                   "write the profile; without it, only show what it would be");
  verb->add_option("--json", options->json, "write the fit with its residuals; - is stdout");
  verb->add_option("--name", options->name, "of the profile; default: the output's name");
  verb->add_option(
      "--prior", options->prior,
      "a profile from which to take what the measurements do not tell, instead of built-in rules");
  verb->add_option_function<std::string>(
      "--frequency",
      [options](const std::string& text) {
        const auto frequency = config::parse_frequency(text);
        if (!frequency) throw CLI::ValidationError("--frequency", frequency.problem);
        options->tsc = *frequency;
      },
      "of the TSC, as in '2.4 GHz', where a trace or a log counts cycles; default: the measurement's");
  verb->add_flag("--ungated", options->admission.is_ungated, "use what was measured on a busy host too");
  verb->callback([options, &action] { action = [options] { return calibrate(*options); }; });
}

}  // namespace kickpath::cli
