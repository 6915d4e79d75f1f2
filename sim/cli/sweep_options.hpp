#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/study_inputs.hpp"
#include "cli/sweep_outputs.hpp"

namespace kickpath::cli {

/// A sweep beyond this machine.
struct SlurmOptions {
  std::string cluster;  ///< empty: this machine
  std::uint32_t shards = 100;
  std::vector<std::string> sbatch;  ///< further options of it
  bool is_not_waiting = false, is_status = false, is_cancelling = false;

  /// Neither begins nor goes on with anything.
  bool is_asking() const { return is_status || is_cancelling; }
};

/// What the job of such a sweep calls.
struct ShardOptions {
  std::string shard;  ///< "3/100"; empty: no shard
  std::string todo, lines;
};

struct SweepOptions {
  StudyRequest request;
  std::string store;
  std::optional<unsigned> jobs;  ///< none: one a core, in a shard 1
  bool is_resumed = false;
  OutputOptions outputs;
  SlurmOptions slurm;
  ShardOptions shard;
};

void add_slurm_options(CLI::App& verb, SlurmOptions& options);
int sweep_on_slurm(const study::Study& study, const study::Runs& runs, const SweepOptions& options);

void add_shard_options(CLI::App& verb, ShardOptions& options);
int sweep_shard(const study::Study& study, const ShardOptions& options, unsigned jobs);

}  // namespace kickpath::cli
