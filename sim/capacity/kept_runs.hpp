#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "capacity/load_axis.hpp"
#include "capacity/search.hpp"
#include "study/sweep.hpp"

namespace kickpath::capacity {

/// Jobs in the simulator, by study::sweep. What was run is not run again, whether in this process or in the
/// store that is given: sweeps and capacities of the same study share their runs. A run that fails is an
/// observation of its own.
class KeptRuns final : private store::RunSink {
 public:
  struct Options {
    unsigned jobs = 1;
    store::Store* store = nullptr;  ///< none: kept in memory only
    /// Told how many runs have ended so far, ten times a second or more often; may throw to end it, which
    /// loses no run of the store that has ended.
    std::function<void(std::uint64_t)> on_wait{};
  };

  /// `runs` has as many replicas as any job asks for. All live longer.
  KeptRuns(const study::Study& study, const study::Runs& runs, const LoadAxis& axis, Options options)
      : study_(study), runs_(runs), axis_(axis), options_(std::move(options)) {}

  std::vector<Observation> operator()(std::span<const Job> jobs);

  std::uint64_t ran() const { return ran_; }        ///< by this process
  std::uint64_t reused() const { return reused_; }  ///< of the store

 private:
  // Where the sweep puts what it runs: nothing of what it is given was there.
  std::unordered_map<std::string, store::State> states() override { return {}; }
  void put(const store::RunRecord& run) override;
  void commit() override;

  bool recall(const std::string& key);
  void run_missing(const std::vector<std::uint64_t>& missing);

  const study::Study& study_;
  const study::Runs& runs_;
  const LoadAxis& axis_;
  Options options_;
  std::unordered_map<std::string, Observation> known_;  ///< by key
  std::uint64_t ran_ = 0, reused_ = 0;
};

}  // namespace kickpath::capacity
