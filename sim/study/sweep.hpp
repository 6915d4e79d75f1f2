#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"
#include "study/runs.hpp"

namespace kickpath::study {

/// How far a sweep is. Runs that several points share are one.
struct SweepCount {
  std::uint64_t wanted = 0;                      ///< runs of the study, or those of `only`
  std::uint64_t stored = 0;                      ///< of these, done or failed before this sweep
  std::uint64_t done = 0, failed = 0, died = 0;  ///< by this sweep, and in the store

  std::uint64_t ended() const { return stored + done + failed + died; }
};

using States = std::unordered_map<std::string, store::State>;

/// Indices of the runs that a store lacks or whose process died, in their order; of runs with the same key
/// the first.
std::vector<std::uint64_t> missing_runs(const Runs& runs, const States& stored);

struct SweepOptions {
  unsigned jobs = 1;
  /// What a run does, in a process of its own, and gives to be stored: replica_json(), or what a test puts
  /// there.
  std::function<std::string(const Run&)> run{};
  /// Only these, of the runs; none: all.
  std::optional<std::vector<std::uint64_t>> only{};
  /// Ten times a second or more often; may throw to end it, which loses no run that has ended.
  std::function<void(const SweepCount&)> progress{};
};

/// Runs what the store lacks (and what died), in `jobs` processes at a time; a run that fails is stored
/// with its message. What is counted is committed. The store says the same for every `jobs`, and whenever
/// this process is killed and another sweep goes on.
SweepCount sweep(const Study& study, const Runs& runs, store::RunSink& store, const SweepOptions& options);

}  // namespace kickpath::study
