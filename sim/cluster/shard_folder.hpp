#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/run_sink.hpp"
#include "study/runs.hpp"

namespace kickpath::cluster {

/// The folder beside a store ("F.sqlite.shards") in which the shards of its sweep work: what is to be run,
/// the number of the job, and a file of runs for each attempt of each shard. Paths in it are absolute: shards
/// run anywhere.
class ShardFolder {
 public:
  explicit ShardFolder(const std::string& store);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path todo() const { return path_ / "todo"; }

  /// Which runs the next job is to do, as indices of the study's.
  void write_todo(const std::vector<std::uint64_t>& runs) const;

  /// The job that was submitted last, unless forget_job() came after it.
  std::optional<std::string> job() const;
  void remember_job(const std::string& job) const;
  void forget_job() const;

  /// Takes the runs of all shards into `store`, which keeps each once, and commits. Throws as
  /// store::read_lines.
  void merge_into(store::RunSink& store) const;

  /// Lines in the files of shards: about how many runs have ended.
  std::uint64_t count_lines() const;

  /// Removes the files of runs. Only when all are in the store and no job is alive.
  void remove_runs() const;

 private:
  std::vector<std::filesystem::path> run_files() const;

  std::filesystem::path path_;
};

/// The indices of a todo file that are the shard's: each shards-th, from the shard-th on (1 is the first).
/// Throws std::runtime_error if it cannot be read or is none.
std::vector<std::uint64_t> shard_of(const std::filesystem::path& todo, std::uint32_t shard,
                                    std::uint32_t shards);

}  // namespace kickpath::cluster
