#include "measure/measure.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "measure/host_suite.hpp"
#include "measure/kvm_suite.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "vmm/kvm.hpp"

namespace kickpath::cli {

namespace {

struct MeasureOptions {
  std::string output;
  std::string json;
  std::vector<std::string> only;
  bool is_list = false;
  bool is_without_kvm = false;
  unsigned rounds = measure::MeasureRequest{}.rounds;
};

/// Why KVM cannot be measured; nothing if it can.
std::optional<std::string> no_kvm() { return vmm::kvm_missing(); }

std::vector<measure::Group> listed_suite() {
  std::vector<measure::Group> groups = measure::host_suite();
  const auto kvm = measure::kvm_suite_listed();
  groups.insert(groups.end(), kvm.begin(), kvm.end());
  return groups;
}

int print_list(const std::vector<measure::Group>& groups, const MeasureOptions& options) {
  for (const measure::Group& group : groups)
    for (const measure::Entry& entry : group.entries)
      if (measure::is_wanted(entry.name, options.only))
        fmt::print("{} [{}]\n    {}\n", entry.name, entry.unit, entry.measures);
  return done;
}

measure::Measurement measure_with_progress(const std::vector<measure::Group>& groups,
                                           const MeasureOptions& options) {
  ProgressBar bar("measure");
  measure::MeasureRequest request;
  request.only = options.only;
  request.rounds = options.rounds;
  request.versions = {{"kickpath", KICKPATH_VERSION}};
  request.progress = [&](std::string_view, double share) {
    check_interrupted();
    bar.show(share);
  };
  return measure::measure_host(groups, request);
}

/// Does some benchmark begin with each of the prefixes?
bool are_known(const std::vector<measure::Group>& groups, const std::vector<std::string>& prefixes) {
  bool are_all_known = true;
  for (const std::string& prefix : prefixes) {
    if (!measure::wanted_groups(groups, std::span(&prefix, 1)).empty()) continue;
    fmt::print(stderr, "kickpath: no benchmark begins with '{}' (measure --list shows them)\n", prefix);
    are_all_known = false;
  }
  return are_all_known;
}

int run_and_write(const std::vector<measure::Group>& groups, const MeasureOptions& options) {
  // Opened before the run: a path that cannot be written is known now.
  std::vector<std::unique_ptr<results::OutputFile>> files;
  for (const std::string& path : {options.output, options.json})
    if (!path.empty()) files.push_back(std::make_unique<results::OutputFile>(path));

  const measure::Measurement measurement = measure_with_progress(groups, options);
  if (options.output != "-" && options.json != "-") fmt::print("{}", measure::to_text(measurement));
  const std::string text = results::to_json_text(measure::to_json(measurement));
  for (const auto& file : files) file->write(text), file->commit();
  return done;
}

int measure_or_list(const MeasureOptions& options) {
  const std::vector<measure::Group> all = options.is_without_kvm ? measure::host_suite() : listed_suite();
  if (!are_known(all, options.only)) return bad_input;
  if (options.is_list) return print_list(all, options);
  if (!options.output.empty() && options.output == options.json) {
    fmt::print(stderr, "kickpath: --output and --json cannot both go to '{}'\n", options.json);
    return bad_input;
  }
  if (!options.is_without_kvm) {
    if (const auto reason = no_kvm()) {
      fmt::print(stderr, "kickpath: {}; --no-kvm measures the host's primitives alone\n", *reason);
      return machine_cannot;
    }
  }
  return run_and_write(options.is_without_kvm ? measure::host_suite() : measure::whole_suite(), options);
}

}  // namespace

void add_measure(CLI::App& app, Action& action) {
  auto options = std::make_shared<MeasureOptions>();
  CLI::App* verb = app.add_subcommand("measure", "Micro-benchmark this host and its KVM");
  verb->add_option("-o,--output", options->output, "write the measurement, for calibrate");
  verb->add_option("--json", options->json, "the same; - is stdout, which then holds nothing else");
  verb->add_option("--only", options->only, "benchmarks whose names begin so, as wake.epoll; repeatable");
  verb->add_option("--rounds", options->rounds,
                   "so often the whole suite, a tenth of a second for each group of benchmarks; default: 10, to "
                   "average over what the host's own neighbours do")
      ->check(CLI::Range(1, 100));
  verb->add_flag("--list", options->is_list,
                 "show what there is to measure, and from which instant to which");
  verb->add_flag("--no-kvm", options->is_without_kvm, "the host's primitives alone");
  verb->callback([options, &action] { action = [options] { return measure_or_list(*options); }; });
}

}  // namespace kickpath::cli
