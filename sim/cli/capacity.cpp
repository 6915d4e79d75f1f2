#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capacity/capacity_print.hpp"
#include "capacity/kept_runs.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/study_inputs.hpp"
#include "cli/sweep_outputs.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "workers/usable_cores.hpp"

namespace kickpath::cli {

namespace {

constexpr std::uint32_t fewest_replicas = 4, times_first = 4;
constexpr std::size_t usual_loads = 15;

struct CapacityCommand {
  StudyRequest request;
  capacity::AxisChoice axis;
  std::string at, store;
  std::optional<std::uint32_t> budget;
  std::optional<std::size_t> loads;
  unsigned jobs = workers::usable_cores();
  OutputOptions outputs;
};

/// Opened before the first run: a path that cannot be written is known then.
struct Outputs {
  explicit Outputs(const OutputOptions& options)
      : has_stdout(options.json != "-" && options.csv != "-" && options.open_metrics != "-") {
    if (!options.json.empty()) json.emplace(options.json);
    if (!options.csv.empty()) csv.emplace(options.csv);
    if (!options.open_metrics.empty()) open_metrics.emplace(options.open_metrics);
  }

  void write(const capacity::Capacity& found) {
    const auto put = [](std::optional<results::OutputFile>& file, const auto& text) {
      if (file) file->write(text()), file->commit();
    };
    if (has_stdout) fmt::print("{}", capacity::to_text(found));
    put(json, [&] { return results::to_json_text(capacity::to_json(found)); });
    put(csv, [&] { return capacity::to_csv(found); });
    put(open_metrics, [&] { return capacity::to_open_metrics(found); });
  }

  bool has_stdout;
  std::optional<results::OutputFile> json, csv, open_metrics;
};

/// All that is known before anything runs.
struct Plan {
  study::Study study;  ///< with the budget as its replicas
  capacity::LoadAxis axis;
  std::optional<std::size_t> at;
  std::uint32_t first = 0;
  std::size_t most_loads = 0;
};

int complain(const std::string& message) {
  fmt::print(stderr, "kickpath: {}\n", message);
  return bad_input;
}

/// What can be wrong with the usage beyond what the parser sees; nothing if it is good.
std::optional<std::string> misuse(const CapacityCommand& command) {
  const std::vector<std::string> outputs{command.outputs.json, command.outputs.csv,
                                         command.outputs.open_metrics, command.store};
  for (std::size_t i = 0; i < outputs.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!outputs[i].empty() && outputs[i] == outputs[j])
        return fmt::format("two outputs cannot both go to '{}'", outputs[i]);
  return std::nullopt;
}

/// The axis, and that there is something to hold: what a capacity needs of a study beyond a sweep.
std::optional<capacity::LoadAxis> read_axis(const study::Study& study, const capacity::AxisChoice& choice) {
  config::Errors errors;
  config::Reading reading{errors};
  if (study.spec.constraints.empty())
    config::Spot{study.root, reading}
        .at("constraints")
        .error("capacity needs at least 1: what must hold, as in 'latency_ns.p99 <= 200 us'");
  auto axis = capacity::LoadAxis::of(study, choice, errors);
  if (!errors.empty()) study::check_points(study, errors);  // else read_runs() tells
  fmt::print(stderr, "{}", errors.format());
  return errors.empty() ? std::move(axis) : std::nullopt;
}

/// Where --at lies on the axis; told if it is none of its values.
bool read_at(const capacity::LoadAxis& axis, const std::string& text, std::optional<std::size_t>& at) {
  if (text.empty()) return true;
  at = axis.position_of(text);
  if (!at)
    complain(fmt::format("--at: '{}' is no value of {} ({} from {} to {})", text, axis.path(), axis.size(),
                         axis.levels().front().text, axis.levels().back().text));
  return at.has_value();
}

std::optional<Plan> plan_of(const CapacityCommand& command) {
  auto study = load_study(command.request);
  if (!study) return std::nullopt;
  auto axis = read_axis(*study, command.axis);
  std::optional<std::size_t> at;
  if (!axis || !read_at(*axis, command.at, at)) return std::nullopt;
  const std::size_t enough = capacity::enough_loads(axis->size()) + (at ? 1 : 0);
  if (command.loads && *command.loads < enough) {
    complain(fmt::format("--loads: {} values need {} loads, not {}", axis->size(), enough, *command.loads));
    return std::nullopt;
  }
  const std::uint32_t first =
      command.request.instead.replicas.value_or(std::max(study->replicas, fewest_replicas));
  if (first < 2) {
    complain("--replicas: a look needs at least 2");
    return std::nullopt;
  }
  study->replicas = command.budget.value_or(times_first * first);
  if (study->replicas < first) {
    complain(
        fmt::format("--budget: {} is less than the first look's {} (--replicas)", study->replicas, first));
    return std::nullopt;
  }
  return Plan{*std::move(study), *std::move(axis), at, first,
              command.loads.value_or(std::max(usual_loads, enough))};
}

/// Shows how many loads were tried, and the runs.
class CapacityBar {
 public:
  CapacityBar(const Plan& plan, const std::vector<capacity::RowSearch>& rows)
      : rows_(rows), most_(plan.most_loads * rows.size()), bar_("capacity " + plan.study.spec.name) {}

  void show(std::uint64_t runs) {
    check_interrupted();
    std::size_t tried = 0;
    for (const capacity::RowSearch& row : rows_) tried += row.tried().size();
    bar_.show(static_cast<double>(tried) / static_cast<double>(most_),
              fmt::format("{} loads of at most {}, {} runs", tried, most_, runs));
  }

 private:
  const std::vector<capacity::RowSearch>& rows_;
  std::size_t most_;
  ProgressBar bar_;
};

std::vector<capacity::RowSearch> begin(const Plan& plan, const capacity::HoldTest& test) {
  std::vector<double> loads;
  for (const capacity::Level& level : plan.axis.levels()) loads.push_back(level.load);
  return {plan.axis.rows(), capacity::RowSearch(test, loads, plan.most_loads, plan.at)};
}

capacity::Capacity answer(const Plan& plan, std::vector<capacity::RowSearch> rows) {
  const study::Study& study = plan.study;
  capacity::Capacity found{study.spec.name,
                           study.hash,
                           {study.profile.name, study.profile_hash},
                           study.seed,
                           plan.axis,
                           plan.axis.other_paths(study),
                           study.spec.constraints,
                           plan.first,
                           study.replicas,
                           plan.most_loads,
                           {}};
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.rows.push_back(capacity::answer_of(plan.axis.settings(study, row), std::move(rows[row]), plan.axis,
                                             study.spec.constraints, plan.at));
  return found;
}

capacity::Capacity search(const Plan& plan, const study::Runs& runs, store::Store* store, unsigned jobs) {
  const capacity::HoldTest test(plan.study.spec.constraints, plan.first, plan.study.replicas);
  std::vector<capacity::RowSearch> rows = begin(plan, test);
  CapacityBar bar(plan, rows);
  capacity::KeptRuns kept(plan.study, runs, plan.axis,
                          {jobs, store, [&](std::uint64_t ran) { bar.show(ran); }});
  try {
    capacity::search(rows, [&](std::span<const capacity::Job> wanted) { return kept(wanted); });
  } catch (const Interrupted&) {
    if (store) fmt::print(stderr, "kickpath: what has ended is stored, and not run again\n");
    throw;
  }
  return answer(plan, std::move(rows));
}

int find_capacity(const CapacityCommand& command) {
  if (const auto wrong = misuse(command)) return complain(*wrong);
  const auto plan = plan_of(command);
  if (!plan) return bad_input;
  const auto runs = read_runs(plan->study);
  if (!runs) return bad_input;
  Outputs outputs(command.outputs);
  std::optional<store::Store> store;
  try {
    if (!command.store.empty()) store.emplace(command.store);
  } catch (const store::BadStore& bad) {
    return complain(bad.what());
  }
  const capacity::Capacity found = search(*plan, *runs, store ? &*store : nullptr, command.jobs);
  outputs.write(found);
  if (!found.has_answer())
    fmt::print(stderr, "kickpath: no load of {} is sure to hold the constraints\n", plan->study.spec.name);
  return found.has_failures() || !found.has_answer() ? failed : done;
}

}  // namespace

void add_capacity(CLI::App& app, Action& action) {
  auto command = std::make_shared<CapacityCommand>();
  CLI::App* verb = app.add_subcommand(
      "capacity",
      "Find the largest count or load of a study that holds its constraints, the knee and the headroom");
  add_study_options(*verb, command->request);
  verb->get_option("--replicas")
      ->description("runs of each load before the first look, at least 2; default: the study's, at least 4");
  verb->add_option(
          "--budget", command->budget,
          "runs of each load at most, until it is clear whether it holds; default: 4 times --replicas")
      ->check(CLI::Range(2u, 10'000u));
  verb->add_option(
      "--axis", command->axis.path,
      "the path that is the load; default: the only axis, or the only one of counts, queue depths, "
      "threads or arrivals");
  verb->add_flag("--falling", command->axis.is_falling,
                 "smaller values are the larger load (arrivals are known to be so)");
  verb->add_option("--at", command->at, "tell the headroom at this value of the axis");
  verb->add_option(
          "--loads", command->loads,
          "loads to try at most, of each combination of the other axes; what the bracket leaves goes "
          "to the knee; default: 15")
      ->check(CLI::Range(1u, 100'000u));
  verb->add_option("--store", command->store,
                   "SQLite file that keeps the runs, as a sweep's: what it holds is not run again");
  verb->add_option("-j", command->jobs, "runs at a time; default: one a core")->check(CLI::Range(1u, 4'096u));
  add_output_options(*verb, command->outputs);
  verb->callback([command, &action] { action = [command] { return find_capacity(*command); }; });
}

}  // namespace kickpath::cli
