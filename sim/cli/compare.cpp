#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/run_inputs.hpp"
#include "compare/comparison_csv.hpp"
#include "compare/comparison_json.hpp"
#include "compare/comparison_text.hpp"
#include "compare/look_schedule.hpp"
#include "compare/run_pairs.hpp"
#include "engine/simgrid_version.hpp"
#include "explain/side_by_side.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "workers/usable_cores.hpp"

namespace kickpath::cli {

namespace {

struct CompareOptions {
  std::string a, b;
  std::vector<std::string> set, set_a, set_b;
  std::string profile;
  std::optional<std::uint64_t> seed;
  std::string objective = "ops_per_s";
  compare::Spending spending = compare::Spending::pocock;
  unsigned first = 8;
  unsigned budget = 64;
  unsigned jobs = workers::usable_cores();
  std::string json;
  std::string csv;
  bool explains = false;

  bool has_stdout() const { return json != "-" && csv != "-"; }
};

/// What can be wrong with the usage beyond what the parser sees; nothing if it is good.
std::optional<std::string> misuse(const CompareOptions& options) {
  if (options.b.empty() && options.set_a.empty() && options.set_b.empty())
    return "compare takes two scenarios, or one with --set-a or --set-b";
  if (options.first > options.budget)
    return fmt::format("--min {} is more than --budget {}", options.first, options.budget);
  if (!options.json.empty() && options.json == options.csv)
    return fmt::format("--json and --csv cannot both go to '{}'", options.json);
  if (options.explains && !options.has_stdout() && options.json.empty())
    return "with --csv - there is no place for --explain: write the CSV into a file, or add --json";
  return std::nullopt;
}

/// Nothing after errors; a folder of several scenarios is no side of a comparison.
std::optional<compare::Side> load_side(const CompareOptions& options, const std::string& path,
                                       const std::vector<std::string>& settings, config::Errors& errors) {
  compare::Side side;
  side.file = path;
  side.settings = options.set;
  side.settings.insert(side.settings.end(), settings.begin(), settings.end());
  RunRequest request{{path}, options.profile, side.settings, options.seed, std::nullopt};
  std::vector<RunInput> inputs = load_inputs(request, errors);
  if (inputs.size() > 1)
    errors.add({std::make_shared<const std::string>(path), 0, 0}, "",
               fmt::format("{} scenarios; a comparison is of one with one", inputs.size()));
  if (inputs.size() != 1) return std::nullopt;
  side.spec = std::move(inputs[0].spec);
  side.scenario_hash = std::move(inputs[0].scenario_hash);
  side.profile = std::move(inputs[0].profile);
  side.profile_hash = std::move(inputs[0].profile_hash);
  return side;
}

struct Sides {
  compare::Side a, b;
};

/// Nothing after errors. Two sides of the same text are not told the same mistakes twice.
std::optional<Sides> load_sides(const CompareOptions& options, config::Errors& errors) {
  auto a = load_side(options, options.a, options.set_a, errors);
  if (options.b.empty() && options.set_b.empty() && !errors.empty()) return std::nullopt;
  config::Errors of_b;
  auto b = load_side(options, options.b.empty() ? options.a : options.b, options.set_b, of_b);
  if (errors.format() != of_b.format()) errors.add(of_b);
  if (!a || !b || !errors.empty()) return std::nullopt;
  return Sides{*std::move(a), *std::move(b)};
}

compare::Comparison run(const Sides& sides, std::uint64_t seed, const CompareOptions& options) {
  compare::Settings settings;
  settings.objective = results::metric_index(options.objective);
  settings.design.looks = compare::look_schedule(options.first, options.budget);
  settings.design.spending = options.spending;
  return compare::compare(settings, [&](unsigned from, unsigned to) {
    ProgressBar bar(fmt::format("replicas {} to {}", from + 1, to));
    compare::RunOptions running{seed, options.jobs, [&](double done) {
                                  check_interrupted();
                                  bar.show(done);
                                }};
    return compare::run_pairs(sides.a, sides.b, from, to, running);
  });
}

/// One of them, with as many replicas as it says itself, from the seed of both.
std::vector<explain::Replica> attribute(const compare::Side& side, const char* name, std::uint64_t seed,
                                        std::uint32_t replicas) {
  ProgressBar bar(fmt::format("where the time goes in {}", name));
  scenario::ScenarioSpec spec = side.spec;
  spec.run.seed = seed;
  spec.run.replicas = replicas;
  return explain::attribute(spec, side.profile, [&](double done) {
    check_interrupted();
    bar.show(done);
  });
}

std::vector<explain::OperationDifference> explain_difference(const Sides& sides, std::uint64_t seed) {
  const std::uint32_t replicas = sides.a.spec.run.replicas;
  const auto a = attribute(sides.a, "A", seed, replicas), b = attribute(sides.b, "B", seed, replicas);
  return explain::differences(a, b);
}

int compare_and_write(const Sides& sides, const CompareOptions& options) {
  // Opened before the run: a path that cannot be written is known now.
  std::optional<results::OutputFile> json;
  std::optional<results::OutputFile> csv;
  if (!options.json.empty()) json.emplace(options.json);
  if (!options.csv.empty()) csv.emplace(options.csv);
  const std::uint64_t seed = sides.a.spec.run.seed;
  const compare::Comparison comparison = run(sides, seed, options);
  std::vector<explain::OperationDifference> differences;
  if (options.explains) differences = explain_difference(sides, seed);
  if (options.has_stdout()) {
    fmt::print("{}", compare::to_text(sides.a, sides.b, seed, comparison));
    fmt::print("{}", explain::to_text(differences));
  }
  const std::map<std::string, std::string> versions{{"kickpath", KICKPATH_VERSION},
                                                    {"simgrid", engine::simgrid_version()}};
  if (json) {
    auto document = compare::to_json(sides.a, sides.b, seed, comparison, versions);
    if (options.explains) document["explanation"] = explain::to_json(differences);
    json->write(results::to_json_text(document));
    json->commit();
  }
  if (csv) csv->write(compare::to_csv(comparison)), csv->commit();
  return done;
}

int compare_sides(const CompareOptions& options) {
  if (const auto wrong = misuse(options)) {
    fmt::print(stderr, "kickpath: {}\n", *wrong);
    return bad_input;
  }
  config::Errors errors;
  const auto sides = load_sides(options, errors);
  if (!sides) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  return compare_and_write(*sides, options);
}

const std::map<std::string, compare::Spending> spendings{
    {"pocock", compare::Spending::pocock}, {"obrien-fleming", compare::Spending::obrien_fleming}};

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* verb = app.add_subcommand(
      "compare", "Run two scenarios on the same random numbers until it is clear which is better");
  verb->add_option("A", options->a, "scenario file")->required();
  verb->add_option("B", options->b, "the other one; default: A again, with --set-a or --set-b");
  verb->add_option("--set", options->set, "path=value in both, as vms[0].count=2; repeatable")
      ->allow_extra_args(false);
  verb->add_option("--set-a", options->set_a, "path=value in A; repeatable")->allow_extra_args(false);
  verb->add_option("--set-b", options->set_b, "path=value in B; repeatable")->allow_extra_args(false);
  verb->add_option("--profile", options->profile, "cost profile of both, instead of the scenarios'");
  verb->add_option("--objective", options->objective, "the figure that decides: a key of the result's totals")
      ->check(CLI::IsMember(results::metric_keys()))
      ->capture_default_str();
  verb->add_option("--budget", options->budget, "replicas of each, at most")
      ->check(CLI::Range(4u, 10'000u))
      ->capture_default_str();
  verb->add_option("--min", options->first, "replicas of each before the first look")
      ->check(CLI::Range(4u, 10'000u))
      ->capture_default_str();
  verb->add_option(
          "--spending", options->spending,
          "of the 5 % risk: pocock, evenly, sooner done; obrien-fleming, hardly before the end, finds "
          "smaller differences with the same budget")
      ->transform(CLI::CheckedTransformer(spendings).description("{pocock,obrien-fleming}"))
      ->default_str("pocock");
  verb->add_option("-j", options->jobs, "runs at a time; default: one a core")->check(CLI::Range(1u, 4'096u));
  verb->add_option("--seed", options->seed, "seed of both, instead of A's")->check(CLI::NonNegativeNumber);
  verb->add_option("--json", options->json,
                   "write the comparison as JSON; - is stdout, which then holds nothing else");
  verb->add_flag("--explain", options->explains,
                 "show by parts where the mean latency goes in both, with as many replicas as A says");
  verb->add_option("--csv", options->csv, "write a row for each metric as CSV; - is stdout");
  verb->callback([options, &action] { action = [options] { return compare_sides(*options); }; });
}

}  // namespace kickpath::cli
