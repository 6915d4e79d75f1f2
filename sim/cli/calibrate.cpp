#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration/fit_text.hpp"
#include "calibration/fitted_profile.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "scenario/load.hpp"

#include <fmt/ranges.h>

namespace kickpath::cli {

namespace {

using namespace calibration;

struct CalibrateOptions {
  std::vector<std::string> paths;
  std::string output;
  std::string json;
  std::string name;
  std::string prior;
  Admission admission;
};

struct Inputs {
  std::vector<MeasurementFile> files;
  std::optional<cost::CostProfile> prior;
};

Inputs load(const CalibrateOptions& options, config::Errors& errors) {
  Inputs inputs;
  for (const std::string& path : options.paths)
    if (auto file = load_measurement(path, errors)) inputs.files.push_back(*std::move(file));
  if (!inputs.files.empty()) check_same_host(inputs.files, errors);
  if (options.prior.empty()) return inputs;
  if (auto profile = scenario::load_profile(options.prior, errors)) inputs.prior = std::move(profile->value);
  return inputs;
}

Composites pool(const Inputs& inputs, const Admission& admission) {
  Composites all;
  for (const MeasurementFile& file : inputs.files) {
    Composites some = composites_of(file, admission);
    all.used.insert(all.used.end(), some.used.begin(), some.used.end());
    all.unused.insert(all.unused.end(), some.unused.begin(), some.unused.end());
  }
  return all;
}

ProfileHead head_of(const CalibrateOptions& options, const MeasurementFile& file) {
  const std::string stem = std::filesystem::path(options.output).stem().string();
  const std::string name = !options.name.empty() ? options.name : stem.empty() ? "calibrated" : stem;
  return {name, describe_host(file), hz_of(file), tsc_of(file)};
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
    const cost::CostProfile profile = profile_of(fit, head_of(options, inputs.files.front()));
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
  std::string problem;
  const auto fitted =
      fit(pool(inputs, options.admission), inputs.prior ? &*inputs.prior : nullptr, problem);
  if (fitted) return write(options, inputs, *fitted);
  fmt::print(stderr, "{}: {}\n", fmt::join(options.paths, ", "), problem);
  return bad_input;
}

}  // namespace

void add_calibrate(CLI::App& app, Action& action) {
  auto options = std::make_shared<CalibrateOptions>();
  CLI::App* verb = app.add_subcommand("calibrate", "Turn measurements of a host into a cost profile");
  verb->add_option("FILE", options->paths, "files of `kickpath measure`, all of one host")->required();
  verb->add_option("-o,--output", options->output, "write the profile; without it, only show what it would be");
  verb->add_option("--json", options->json, "write the fit with its residuals; - is stdout");
  verb->add_option("--name", options->name, "of the profile; default: the output's name");
  verb->add_option("--prior", options->prior,
                   "a profile from which to take what the measurements do not tell, instead of built-in rules");
  verb->add_flag("--ungated", options->admission.is_ungated,
                 "use what was measured on a busy host too");
  verb->callback([options, &action] { action = [options] { return calibrate(*options); }; });
}

}  // namespace kickpath::cli
