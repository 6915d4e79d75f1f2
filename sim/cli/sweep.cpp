#include "study/sweep.hpp"

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
#include "cli/sweep_options.hpp"
#include "study/table.hpp"
#include "workers/usable_cores.hpp"

namespace kickpath::cli {

namespace {

/// Shows how far it is, and at which rate it runs.
class SweepBar {
 public:
  explicit SweepBar(const std::string& name) : name_(name) {}

  void show(const study::SweepCount& count) {
    const auto share = [&](std::uint64_t part) {
      return static_cast<double>(part) / static_cast<double>(count.wanted);
    };
    if (!bar_) bar_.emplace(name_, share(count.stored));
    const std::uint64_t ran = count.ended() - count.stored;
    bar_->show(
        share(count.ended()),
        fmt::format(
            "{}/{} runs, {:.0f}/s{}", count.ended(), count.wanted, static_cast<double>(ran) / bar_->seconds(),
            count.failed + count.died == 0 ? "" : fmt::format(", {} failed", count.failed + count.died)));
  }

 private:
  std::string name_;
  std::optional<ProgressBar> bar_;
};

study::SweepCount run(const study::Study& study, const study::Runs& runs, store::Store& store,
                      unsigned jobs) {
  SweepBar bar(study.spec.name);
  study::SweepCount last;
  study::SweepOptions sweeping{jobs};
  sweeping.progress = [&](const study::SweepCount& count) {
    last = count;
    check_interrupted();
    bar.show(count);
  };
  try {
    return study::sweep(study, runs, store, sweeping);
  } catch (const Interrupted&) {
    fmt::print(stderr, "kickpath: interrupted; what has ended is stored, and --resume goes on\n");
    throw;
  }
}

void tell(const study::SweepCount& count, const SweepOptions& options) {
  fmt::print(stderr, "{}: {} runs", options.store, count.wanted);
  if (count.stored > 0) fmt::print(stderr, ", {} stored before", count.stored);
  if (count.failed > 0) fmt::print(stderr, ", {} failed", count.failed);
  if (count.died > 0) fmt::print(stderr, ", {} killed or crashed (--resume runs these again)", count.died);
  fmt::print(stderr, "\n");
}

int sweep(const study::Study& study, const study::Runs& runs, const SweepOptions& options) {
  SweepOutputs outputs(options.outputs);
  std::optional<store::Store> store;
  try {
    store.emplace(options.store);
  } catch (const store::BadStore& bad) {
    fmt::print(stderr, "kickpath: {}\n", bad.what());
    return bad_input;
  }
  tell(run(study, runs, *store, options.jobs.value_or(workers::usable_cores())), options);
  const study::Table table = study::tabulate(study, runs, *store);
  outputs.write(table);
  return table.has_failures() ? failed : done;
}

/// What can be wrong with the usage beyond what the parser sees; nothing if it is good.
std::optional<std::string> misuse(const SweepOptions& options) {
  const std::vector<std::string> outputs{options.outputs.json, options.outputs.csv,
                                         options.outputs.open_metrics, options.store};
  for (std::size_t i = 0; i < outputs.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!outputs[i].empty() && outputs[i] == outputs[j])
        return fmt::format("two outputs cannot both go to '{}'", outputs[i]);
  if (!options.is_resumed && !options.slurm.is_asking() && std::filesystem::exists(options.store))
    return fmt::format("{} exists already, and is not overwritten: --resume goes on with it", options.store);
  return std::nullopt;
}

int sweep_study(SweepOptions options) {
  const auto study = load_study(options.request);
  if (!study) return bad_input;
  if (!options.shard.shard.empty()) return sweep_shard(*study, options.shard, options.jobs.value_or(1));
  if (options.store.empty()) options.store = study->spec.name + ".sqlite";
  if (const auto wrong = misuse(options)) {
    fmt::print(stderr, "kickpath: {}\n", *wrong);
    return bad_input;
  }
  const auto runs = read_runs(*study);
  if (!runs) return bad_input;
  try {
    return options.slurm.cluster.empty() ? sweep(*study, *runs, options)
                                         : sweep_on_slurm(*study, *runs, options);
  } catch (const Interrupted& interrupted) {
    return signalled + interrupted.signal;
  }
}

}  // namespace

void add_sweep(CLI::App& app, Action& action) {
  auto options = std::make_shared<SweepOptions>();
  CLI::App* verb =
      app.add_subcommand("sweep", "Run every point of a study into a store, and tell which is best");
  add_study_options(*verb, options->request);
  verb->add_option("--store", options->store,
                   "SQLite file of the runs; default: NAME.sqlite, by the study's name");
  verb->add_flag("--resume", options->is_resumed,
                 "go on with a store: what it holds is not run again; with nothing left, print only");
  verb->add_option("-j", options->jobs, "runs at a time (of each shard); default: one a core, in a shard 1")
      ->check(CLI::Range(1u, 4'096u));
  add_output_options(*verb, options->outputs);
  add_slurm_options(*verb, options->slurm);
  add_shard_options(*verb, options->shard);
  verb->callback([options, &action] { action = [options] { return sweep_study(*options); }; });
}

}  // namespace kickpath::cli
