#include "cluster/slurm.hpp"

#include <fmt/format.h>
#include <sstream>

#include "cluster/command.hpp"

namespace kickpath::cluster {

std::string submit(const Job& job) {
  // sbatch(1), Slurm 22.05: --parsable prints "number" or "number;cluster". A shard whose node fails is put
  // into the queue again, where the site lets it, and begins a file of its own.
  std::vector<std::string> arguments{"--parsable",
                                     "--job-name=" + job.name,
                                     fmt::format("--array=1-{}", job.shards),
                                     "--ntasks=1",
                                     fmt::format("--cpus-per-task={}", job.cores),
                                     "--output=" + job.log};
  arguments.insert(arguments.end(), job.extra.begin(), job.extra.end());
  arguments.push_back("--wrap=" + job.command);
  const std::string number = output_of("sbatch", arguments);
  return number.substr(0, number.find(';'));
}

std::map<std::string, std::uint32_t> states(const std::string& job) {
  std::map<std::string, std::uint32_t> counts;
  std::string text;
  try {
    // -r: a line for each shard, also of those that wait
    text = output_of("squeue", {"--noheader", "-r", "--jobs=" + job, "--format=%T"});
  } catch (const CommandFailed& failed) {
    // What squeue says of a job that is over and purged.
    if (std::string{failed.what()}.find("Invalid job id") == std::string::npos) throw;
  }
  std::istringstream lines(text);
  for (std::string state; lines >> state;) ++counts[state];
  return counts;
}

void cancel(const std::string& job) { output_of("scancel", {job}); }

}  // namespace kickpath::cluster
