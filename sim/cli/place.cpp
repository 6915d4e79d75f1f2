#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/run_inputs.hpp"
#include "config/read.hpp"
#include "placement/placed_scenario.hpp"
#include "placement/placing_print.hpp"
#include "placement/simulated_runs.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "scenario/load.hpp"
#include "study/objective_shape.hpp"
#include "study/run_key.hpp"
#include "workers/usable_cores.hpp"

namespace kickpath::cli {

namespace fs = std::filesystem;

namespace {

struct PlaceCommand {
  RunRequest request;
  std::string scenario;
  std::string objective = "ops_per_s";
  std::vector<std::string> constraints;
  std::vector<std::string> vary{"vcpus", "servers"};
  placement::PlaceOptions options;
  unsigned jobs = workers::usable_cores();
  std::string json, csv, output;

  bool has_stdout() const { return json != "-" && csv != "-" && output != "-"; }
};

struct Outputs {
  explicit Outputs(const PlaceCommand& command) {
    if (!command.json.empty()) json.emplace(command.json);
    if (!command.csv.empty()) csv.emplace(command.csv);
    if (!command.output.empty()) scenario.emplace(command.output);
  }
  std::optional<results::OutputFile> json, csv, scenario;
};

/// Two outputs to one place; nothing if there are none.
std::optional<std::string> misuse(const PlaceCommand& command) {
  const std::vector<std::pair<std::string, std::string>> outputs{
      {"--json", command.json}, {"--csv", command.csv}, {"-o", command.output}};
  for (std::size_t a = 0; a < outputs.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (!outputs[a].second.empty() && outputs[a].second == outputs[b].second)
        return fmt::format("{} and {} cannot both go to '{}'", outputs[b].first, outputs[a].first,
                           outputs[a].second);
  return std::nullopt;
}

/// As a study file says them, on one line of the command line.
std::optional<placement::Aim> aim_of(const PlaceCommand& command, config::Errors& errors) {
  const auto objective = config::read(config::parse_text(command.objective, "--objective", errors).root,
                                      study::objective_shape(), errors);
  if (!objective) return std::nullopt;
  placement::Aim aim{*objective, {}};
  for (const std::string& text : command.constraints) {
    const auto constraint = study::parse_constraint(text);
    if (constraint)
      aim.constraints.push_back(*constraint);
    else
      errors.add({std::make_shared<const std::string>("--constraint"), 1, 1}, "", constraint.problem);
  }
  return aim;
}

placement::Varying varying_of(const std::vector<std::string>& words) {
  const auto has = [&](const char* word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  return {has("vcpus"), has("servers"), has("policy"), has("poll"), has("halt-poll")};
}

placement::Identity identity_of(const RunInput& input, const placement::Space& space) {
  return {{input.spec.name, input.scenario_hash},
          {input.profile.name, input.profile_hash},
          input.spec.run.seed,
          study::versions(),
          space.cores(),
          space.threads()};
}

placement::Placing search(const RunInput& input, const placement::Space& space, const placement::Aim& aim,
                          const PlaceCommand& command) {
  ProgressBar bar("place " + input.spec.name);
  placement::PlaceOptions options = command.options;
  options.seed = input.spec.run.seed;
  const auto all = space.all(options.most_enumerated);
  options.budget = options.budget.value_or(
      placement::default_budget(all ? std::optional(all->size()) : std::nullopt, options.race.first));
  const auto total = static_cast<double>(*options.budget);
  placement::SimulatedRuns runs(space, input.profile,
                                {input.spec.run.seed, command.jobs, [&](std::uint64_t ended) {
                                   check_interrupted();
                                   bar.show(std::min(static_cast<double>(ended) / total, 1.0));
                                 }});
  return placement::place(
      space, aim, [&](std::span<const placement::Job> jobs) { return runs(jobs); }, options);
}

/// The scenario file of the first row.
std::string best_scenario(const RunInput& input, const placement::Space& space,
                          const placement::Placing& placing, const PlaceCommand& command) {
  const placement::Row& best = placing.rows.front();
  const fs::path folder = command.output == "-" ? fs::path(".") : fs::path(command.output).parent_path();
  std::optional<fs::path> profile;
  if (!command.request.profile.empty())
    profile = command.request.profile;
  else if (input.spec.profile)
    profile = scenario::profile_path(command.scenario, *input.spec.profile);
  return placement::placed_scenario(
      input.scenario_root, input.spec, best.candidate ? space.spec_of(*best.candidate) : input.spec, profile,
      folder.empty() ? fs::path(".") : folder,
      fmt::format("{} by kickpath place, for {}", best.text, placing.aim.objective.name));
}

int place_and_write(const RunInput& input, const placement::Space& space, const placement::Aim& aim,
                    const PlaceCommand& command) {
  // Opened before the runs: a path that cannot be written is known now.
  Outputs outputs(command);
  const placement::Placing placing = search(input, space, aim, command);
  const placement::Identity identity = identity_of(input, space);
  if (command.has_stdout()) fmt::print("{}", placement::to_text(placing, identity));
  if (outputs.json)
    outputs.json->write(results::to_json_text(placement::to_json(placing, identity))), outputs.json->commit();
  if (outputs.csv) outputs.csv->write(placement::to_csv(placing)), outputs.csv->commit();
  if (!placing.has_answer()) {
    fmt::print(stderr, "kickpath: no placement of {} is sure to hold the constraints\n", input.spec.name);
    return failed;
  }
  if (outputs.scenario)
    outputs.scenario->write(best_scenario(input, space, placing, command)), outputs.scenario->commit();
  return done;
}

int place(PlaceCommand command) {
  if (const auto wrong = misuse(command)) {
    fmt::print(stderr, "kickpath: {}\n", *wrong);
    return bad_input;
  }
  config::Errors errors;
  const auto aim = aim_of(command, errors);
  command.request.paths = {command.scenario};
  const std::vector<RunInput> inputs = load_inputs(command.request, errors);
  if (inputs.size() > 1)
    errors.add({std::make_shared<const std::string>(command.scenario), 0, 0}, "",
               fmt::format("{} scenarios; place takes one", inputs.size()));
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  std::string problem;
  const placement::Space space(inputs.front().spec, varying_of(command.vary), problem);
  if (!problem.empty()) {
    fmt::print(stderr, "kickpath: {}\n", problem);
    return bad_input;
  }
  return place_and_write(inputs.front(), space, *aim, command);
}

void add_search_options(CLI::App& verb, PlaceCommand& command) {
  placement::PlaceOptions& options = command.options;
  verb.add_option("--vary", command.vary,
                  "what may be chosen: vcpus, servers (their cores), policy (of the scheduler), poll (of "
                  "iothreads), halt-poll; a list with commas")
      ->delimiter(',')
      ->check(CLI::IsMember({"vcpus", "servers", "policy", "poll", "halt-poll"}))
      ->default_str("vcpus,servers");
  verb.add_option("--objective", command.objective,
                  "what is looked for: a metric, or '{maximize: EXPRESSION}' or '{minimize: EXPRESSION}'")
      ->capture_default_str();
  verb.add_option("--constraint", command.constraints,
                  "what must hold, as 'latency_ns.p99 <= 200 us'; repeatable")
      ->allow_extra_args(false);
  verb.add_option("--budget", options.budget,
                  "runs at most; default: for all placements up to 10,000 of them, else 2,000")
      ->check(CLI::Range(2u, 100'000'000u));
  verb.add_option("--replicas", options.race.first, "replicas of each before the first are given up")
      ->check(CLI::Range(2u, 10'000u))
      ->capture_default_str();
  verb.add_option("--top", options.top, "placements to tell")
      ->check(CLI::Range(1u, 1'000u))
      ->capture_default_str();
}

}  // namespace

void add_place(CLI::App& app, Action& action) {
  auto command = std::make_shared<PlaceCommand>();
  CLI::App* verb = app.add_subcommand(
      "place", "Find where a scenario's threads should run, and by which policy and polling");
  verb->add_option("SCENARIO", command->scenario, "scenario file: what is given, and to be bettered")
      ->required();
  add_search_options(*verb, *command);
  verb->add_option("--profile", command->request.profile, "cost profile, instead of the scenario's");
  verb->add_option("--set", command->request.overrides, "path=value, as run.duration='100 ms'; repeatable")
      ->allow_extra_args(false);
  verb->add_option("--seed", command->request.seed, "seed, instead of the scenario's")
      ->check(CLI::NonNegativeNumber);
  verb->add_option("-j", command->jobs, "runs at a time; default: one a core")->check(CLI::Range(1u, 4'096u));
  verb->add_option("--json", command->json,
                   "write the answer as JSON; - is stdout, which then holds nothing else");
  verb->add_option("--csv", command->csv, "write its rows as CSV; - is stdout");
  verb->add_option("-o", command->output, "write the best as a scenario file; - is stdout");
  verb->callback([command, &action] { action = [command] { return place(*command); }; });
}

}  // namespace kickpath::cli
