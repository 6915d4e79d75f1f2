#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>
#include <thread>

#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/sweep_options.hpp"
#include "cluster/command.hpp"
#include "cluster/shard_folder.hpp"
#include "cluster/slurm.hpp"
#include "store/store.hpp"
#include "study/sweep.hpp"

namespace kickpath::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds between_looks{1};

/// For a shell.
std::string quoted(const std::string& text) {
  std::string shell = "'";
  for (const char c : text) shell += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return shell + "'";
}

std::string list_of(const std::map<std::string, std::uint32_t>& states) {
  std::string text;
  for (const auto& [state, count] : states)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, state);
  return text;
}

class SlurmSweep {
 public:
  SlurmSweep(const study::Study& study, const study::Runs& runs, const SweepOptions& options)
      : study_(study), runs_(runs), options_(options), folder_(options.store) {}

  int run() {
    if (options_.slurm.is_status) return status();
    if (options_.slurm.is_cancelling) return cancel();
    SweepOutputs outputs(options_.outputs);
    if (!is_alive() && submit_missing() == 0) return finish(outputs);
    if (options_.slurm.is_not_waiting) {
      fmt::print(stderr, "job {}: submitted; --resume waits for it and takes its runs\n", *folder_.job());
      return done;
    }
    wait();
    return finish(outputs);
  }

 private:
  bool is_alive() const {
    const auto job = folder_.job();
    return job && !cluster::states(*job).empty();
  }

  int status() const {
    const auto job = folder_.job();
    const std::string states = job ? list_of(cluster::states(*job)) : "";
    fmt::print("{}: {}; {} runs ended and not merged yet\n", job ? "job " + *job : "no job",
               states.empty() ? "no shard waits or runs" : "shards: " + states, folder_.count_lines());
    return done;
  }

  int cancel() {
    if (const auto job = folder_.job()) {
      cluster::cancel(*job);
      while (!cluster::states(*job).empty()) std::this_thread::sleep_for(between_looks), check_interrupted();
      fmt::print(stderr, "job {}: cancelled\n", *job);
    }
    merge();
    folder_.forget_job();
    return done;
  }

  /// What the shards have, into the store; what it still lacks then.
  std::vector<std::uint64_t> merge() {
    store::Store store(options_.store);
    folder_.merge_into(store);
    return study::missing_runs(runs_, store.states());
  }

  std::size_t submit_missing() {
    const std::vector<std::uint64_t> missing = merge();
    if (missing.empty()) return 0;
    folder_.write_todo(missing);
    cluster::Job job;
    job.name = "kickpath-" + study_.spec.name;
    job.shards = static_cast<std::uint32_t>(std::min<std::size_t>(options_.slurm.shards, missing.size()));
    job.cores = options_.jobs.value_or(1);
    job.log = (folder_.path() / "shard-%a.log").string();
    job.extra = options_.slurm.sbatch;
    job.command = shard_command(job.shards);
    folder_.remember_job(cluster::submit(job));
    return missing.size();
  }

  std::string shard_command(std::uint32_t shards) const {
    const StudyRequest& request = options_.request;
    std::string command = quoted(fs::read_symlink("/proc/self/exe").string()) + " sweep " +
                          quoted(fs::absolute(request.path).string());
    if (!request.instead.profile.empty())
      command += " --profile " + quoted(fs::absolute(request.instead.profile).string());
    command += fmt::format(" --yes --replicas {} --seed {} -j {}", study_.replicas, study_.seed,
                           options_.jobs.value_or(1));
    command += fmt::format(" --shard \"$SLURM_ARRAY_TASK_ID/{}\" --todo {}", shards,
                           quoted(folder_.todo().string()));
    // A file for each attempt: one that was given up may still write to its own.
    command += " --lines " + quoted((folder_.path() / "shard-").string()) +
               "\"$SLURM_ARRAY_TASK_ID.$SLURM_JOB_ID.${SLURM_RESTART_COUNT:-0}.jsonl\"";
    return command;
  }

  void wait() {
    const std::string job = *folder_.job();
    ProgressBar bar("job " + job);
    const double wanted = static_cast<double>(std::max<std::uint64_t>(runs_.size(), 1));
    for (auto states = cluster::states(job); !states.empty(); states = cluster::states(job)) {
      bar.show(std::min(1.0, static_cast<double>(folder_.count_lines()) / wanted), list_of(states));
      std::this_thread::sleep_for(between_looks);
      try {
        check_interrupted();
      } catch (const Interrupted&) {
        fmt::print(stderr, "kickpath: interrupted; job {} goes on: --resume waits for it, --cancel ends it\n",
                   job);
        throw;
      }
    }
  }

  int finish(SweepOutputs& outputs) {
    const std::size_t missing = merge().size();
    folder_.forget_job();
    if (missing == 0)
      folder_.remove_runs();
    else
      fmt::print(stderr,
                 "{}: {} runs are missing: shards ended without them ({}); --resume submits these again\n",
                 options_.store, missing, (folder_.path() / "shard-*.log").string());
    store::Store store(options_.store);
    const study::Table table = study::tabulate(study_, runs_, store);
    outputs.write(table);
    return missing > 0 || table.has_failures() ? failed : done;
  }

  const study::Study& study_;
  const study::Runs& runs_;
  const SweepOptions& options_;
  cluster::ShardFolder folder_;
};

}  // namespace

void add_slurm_options(CLI::App& verb, SlurmOptions& options) {
  auto* cluster =
      verb.add_option("--cluster", options.cluster, "run it as a job array of this cluster's scheduler")
          ->check(CLI::IsMember({"slurm"}));
  verb.add_option("--shards", options.shards, "tasks of the array, each of which does many runs")
      ->check(CLI::Range(1u, 100'000u))
      ->capture_default_str()
      ->needs(cluster);
  verb.add_option("--sbatch", options.sbatch,
                  "a further option of sbatch, as --sbatch=--partition=long; repeatable")
      ->allow_extra_args(false)
      ->needs(cluster);
  verb.add_flag("--no-wait", options.is_not_waiting, "submit and return; --resume takes the runs later")
      ->needs(cluster);
  auto* status = verb.add_flag("--status", options.is_status, "tell how far the job is")->needs(cluster);
  verb.add_flag("--cancel", options.is_cancelling, "end the job, and keep what has ended")
      ->needs(cluster)
      ->excludes(status);
}

int sweep_on_slurm(const study::Study& study, const study::Runs& runs, const SweepOptions& options) {
  try {
    return SlurmSweep{study, runs, options}.run();
  } catch (const cluster::CommandMissing& missing) {
    fmt::print(stderr, "kickpath: this machine cannot: {}\n", missing.what());
    return machine_cannot;
  } catch (const store::BadStore& bad) {
    fmt::print(stderr, "kickpath: {}\n", bad.what());
    return bad_input;
  }
}

}  // namespace kickpath::cli
