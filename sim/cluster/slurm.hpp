#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Slurm by its own commands (sbatch, squeue, scancel); no scheduler of our own. Throws CommandMissing and
/// CommandFailed (command.hpp).
namespace kickpath::cluster {

struct Job {
  std::string name;
  std::string command;  ///< for a shell; the shard is $SLURM_ARRAY_TASK_ID, from 1
  std::uint32_t shards = 1;
  unsigned cores = 1;              ///< of each shard
  std::string log;                 ///< a file for each: %a is the shard
  std::vector<std::string> extra;  ///< further options of sbatch, as the user gave them
};

/// The job's number.
std::string submit(const Job& job);

/// Shards that wait, run or end, by their state ("PENDING", "RUNNING"); empty when the job is over.
std::map<std::string, std::uint32_t> states(const std::string& job);

void cancel(const std::string& job);

}  // namespace kickpath::cluster
