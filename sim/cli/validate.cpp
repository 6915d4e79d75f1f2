#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration/draw.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/measure_rows.hpp"
#include "cli/progress_bar.hpp"
#include "cli/validate_published.hpp"
#include "engine/simgrid_version.hpp"
#include "measure/kvm_suite.hpp"
#include "measure/measure.hpp"
#include "qemu/qemu_program.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "suite/measured_file.hpp"
#include "suite/predict_rows.hpp"
#include "suite/validation.hpp"
#include "vmm/kvm.hpp"
#include "vmm/system_call.hpp"
#include "workers/usable_cores.hpp"

namespace kickpath::cli {

namespace {

struct ValidateOptions {
  std::string suite;
  std::string profile;
  std::vector<std::string> only;
  unsigned draws = 16;
  unsigned jobs = workers::usable_cores();
  bool is_predict_only = false;
  std::string measured;  ///< instead of measuring
  std::string store;
  std::string primitives;
  std::string json;
  bool is_ungated = false;
  KvmOptions kvm;

  bool is_measuring() const { return !is_predict_only && measured.empty(); }
};

/// Opened before the run: a path that cannot be written is known now.
struct Outputs {
  explicit Outputs(const ValidateOptions& options) {
    if (!options.json.empty()) json.emplace(options.json);
    if (!options.store.empty()) store.emplace(options.store);
    if (!options.primitives.empty()) primitives.emplace(options.primitives);
  }
  std::optional<results::OutputFile> json;
  std::optional<results::OutputFile> store;
  std::optional<results::OutputFile> primitives;
};

bool is_wanted(const suite::Row& row, const std::string& only) {
  return row.group == only || row.name.starts_with(only);
}

/// Leaves the rows that --only wants; false if one of its words wants none.
bool keep_wanted(std::vector<suite::Row>& rows, const std::vector<std::string>& only) {
  for (const std::string& word : only) {
    if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return is_wanted(row, word); }))
      continue;
    fmt::print(stderr, "kickpath: --only {}: no row begins so, and no group is called so\n", word);
    return false;
  }
  std::erase_if(rows, [&](const suite::Row& row) {
    return !only.empty() &&
           std::none_of(only.begin(), only.end(), [&](const auto& word) { return is_wanted(row, word); });
  });
  return true;
}

std::vector<suite::Prediction> predict(const suite::Suite& suite, const ValidateOptions& options) {
  ProgressBar bar("predict");
  suite::PredictOptions predicting;
  predicting.draws = options.draws;
  predicting.draw = [&](unsigned draw) {
    return calibration::draw_profile(suite.profile, suite.spec.run.sim.seed, draw);
  };
  predicting.jobs = options.jobs;
  predicting.progress = [&](double done) {
    check_interrupted();
    bar.show(done);
  };
  return suite::predict_rows(suite, predicting);
}

/// After each repeat of a row a group of the micro-benchmarks: the profile that `calibrate` makes of these is
/// of the same minutes as what it is to predict.
suite::Measured measure_with_primitives(const suite::Suite& suite, const KvmOptions& options,
                                        results::OutputFile& primitives) {
  measure::MeasureRequest request;
  request.versions = {{"kickpath", KICKPATH_VERSION}};
  request.progress = [](std::string_view, double) { check_interrupted(); };
  measure::HostMeasurement measurement(measure::whole_suite(), request);
  suite::Measured measured = measure_rows(suite, options, [&] { measurement.step(); });
  primitives.write(results::to_json_text(measure::to_json(measurement.result())));
  primitives.commit();
  return measured;
}

suite::Validation run(const suite::Suite& suite, const std::optional<suite::Measured>& stored,
                      const ValidateOptions& options, Outputs& outputs) {
  // First, because a process forks safely only while it has one thread.
  const std::vector<suite::Prediction> predictions = predict(suite, options);
  if (options.is_predict_only) return suite::predicted_only(suite, predictions);
  if (stored) return suite::validate(suite, predictions, *stored);
  KvmOptions kvm = options.kvm;
  kvm.is_gated = !options.is_ungated;
  const suite::Measured measured = outputs.primitives
                                       ? measure_with_primitives(suite, kvm, *outputs.primitives)
                                       : measure_rows(suite, kvm);
  if (outputs.store) outputs.store->write(suite::to_json_text(measured)), outputs.store->commit();
  return suite::validate(suite, predictions, measured);
}

int validate_and_write(const suite::Suite& suite, const std::optional<suite::Measured>& stored,
                       const ValidateOptions& options) {
  Outputs outputs(options);
  suite::Validation validation = run(suite, stored, options, outputs);
  validation.draws = options.draws;
  validation.versions = {{"kickpath", KICKPATH_VERSION}, {"simgrid", engine::simgrid_version()}};
  if (options.json != "-") fmt::print("{}", suite::to_text(validation));
  if (outputs.json) {
    outputs.json->write(results::to_json_text(suite::to_json(validation)));
    outputs.json->commit();
  }
  return !validation.is_measured || validation.is_good() ? done : failed;
}

/// What can be wrong with the usage beyond what the parser sees; nothing if it is good.
std::optional<std::string> misuse(const ValidateOptions& options) {
  if (!options.store.empty() && !options.is_measuring())
    return "--store keeps what is measured, and nothing is";
  if (!options.primitives.empty() && !options.is_measuring())
    return "--primitives measures beside the rows, and these are not measured";
  if (!options.json.empty() && options.json == options.store)
    return fmt::format("--json and --store cannot both go to '{}'", options.json);
  if (options.draws == 1) return "--draws 1 has no spread: 0 or at least 2";
  return std::nullopt;
}

/// Published figures are there already: no profile but the scenarios' own, nothing to measure or to draw.
int validate_against_literature(const ValidateOptions& options) {
  if (options.profile.empty() && options.only.empty() && options.is_measuring() && options.store.empty() &&
      !options.is_ungated)
    return validate_published(options.suite, options.jobs, options.json);
  fmt::print(stderr, "kickpath: a suite of published figures takes no option but -j and --json\n");
  return bad_input;
}

/// Why this machine cannot measure in that world; nothing if it can.
std::optional<std::string> missing_of(suite::World world) {
  if (auto reason = vmm::kvm_missing()) return reason;
  if (world != suite::World::qemu) return std::nullopt;
  try {
    qemu::find_qemu();
  } catch (const vmm::MachineCannot& error) {
    return error.what();
  }
  return std::nullopt;
}

int validate(const ValidateOptions& options) {
  if (is_published_suite(options.suite)) return validate_against_literature(options);
  if (const auto wrong = misuse(options)) {
    fmt::print(stderr, "kickpath: {}\n", *wrong);
    return bad_input;
  }
  config::Errors errors;
  auto suite = suite::load_suite(options.suite, options.profile, errors);
  std::optional<suite::Measured> stored;
  if (suite && !options.measured.empty()) stored = suite::load_measured(options.measured, *suite, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  if (!keep_wanted(suite->rows, options.only)) return bad_input;
  if (const auto reason = options.is_measuring() ? missing_of(suite->spec.world) : std::nullopt) {
    fmt::print(stderr,
               "kickpath: {}; --measured FILE compares with what was measured elsewhere, --predict-only "
               "predicts\n",
               *reason);
    return machine_cannot;
  }
  return validate_and_write(*suite, stored, options);
}

}  // namespace

void add_validate(CLI::App& app, Action& action) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App* verb = app.add_subcommand(
      "validate", "Predict every row of a suite, measure it or take the published figure, and hold the bars");
  verb->add_option("SUITE", options->suite, "suite file, of rows to measure or of published figures")
      ->required();
  verb->add_option("--profile", options->profile, "cost profile, instead of the suite's");
  verb->add_option("--only", options->only,
                   "rows whose names begin so, or whose group is called so; repeatable")
      ->allow_extra_args(false);
  verb->add_option("--draws", options->draws, "runs with drawn costs behind each interval; 0: none")
      ->check(CLI::Range(0u, 10'000u))
      ->capture_default_str();
  verb->add_option("-j", options->jobs, "predictions at a time; default: one a core")
      ->check(CLI::Range(1u, 4'096u));
  auto* measured = verb->add_option("--measured", options->measured,
                                    "compare with this stored measurement, measure nothing");
  verb->add_flag("--predict-only", options->is_predict_only, "measure and compare nothing")
      ->excludes(measured);
  verb->add_option("--store", options->store, "keep what was measured in this file, for --measured");
  verb->add_option(
      "--primitives", options->primitives,
      "measure this host's primitives too, in turns with the rows, into this file for `calibrate`");
  verb->add_flag("--ungated", options->is_ungated, "count repeats on a busy host too");
  verb->add_option("--guest-timeout", options->kvm.guest_patience_s,
                   "seconds without any completion after which a VM is killed and reported")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  verb->add_option("--json", options->json,
                   "write the validation as JSON; - is stdout, which then holds nothing else");
  verb->callback([options, &action] { action = [options] { return validate(*options); }; });
}

}  // namespace kickpath::cli
