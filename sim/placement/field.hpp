#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "placement/space.hpp"
#include "results/metric.hpp"
#include "results/run_result.hpp"
#include "study/figures.hpp"
#include "study/objective.hpp"

namespace kickpath::placement {

/// What one replica of one candidate showed.
struct Observation {
  study::Figures figures;
  std::vector<results::CoreResult> cores;
  std::string failure;  ///< why there are no figures; empty: there are
};

/// One replica to be run; replicas of the same number have the same seed whatever the candidate is (common
/// random numbers). No candidate: the given scenario, which the space does not have.
struct Job {
  std::optional<Candidate> candidate;
  std::uint32_t replica = 0;
};

/// Runs them all, in whatever order, and answers in theirs. May throw to end it all.
using Evaluate = std::function<std::vector<Observation>(std::span<const Job>)>;

struct Aim {
  study::Objective objective;
  std::vector<study::Constraint> constraints;
};

/// Everything that was run so far. Entry 0 is the given scenario.
class Field {
 public:
  Field(const Space& space, Aim aim, Evaluate evaluate, std::uint64_t budget);

  const Aim& aim() const { return aim_; }

  std::size_t size() const { return entries_.size(); }
  /// The entry of a canonical candidate, a new one without runs if there was none.
  std::size_t entry_of(const Candidate& candidate);
  bool knows(const Candidate& candidate) const { return numbers_.count(candidate) > 0; }
  const std::optional<Candidate>& candidate(std::size_t entry) const { return entries_[entry].candidate; }

  /// Lets every one of `entries` have its first `replicas` replicas, all missing ones at once. One that is
  /// named twice is run once.
  void run(std::span<const std::size_t> entries, std::uint32_t replicas);

  /// How many runs that would be.
  std::uint64_t cost(std::span<const std::size_t> entries, std::uint32_t replicas) const;

  std::uint64_t runs() const { return runs_; }
  std::uint64_t budget() const { return budget_; }
  std::uint64_t left() const { return runs_ < budget_ ? budget_ - runs_ : 0; }

  std::uint32_t replicas(std::size_t entry) const;
  std::span<const Observation> observations(std::size_t entry) const { return entries_[entry].observations; }
  /// Of the first replica that failed; nothing if all have figures.
  std::optional<std::string> failure(std::size_t entry) const;

  /// Of replicas 0 on, the larger the better whatever the objective's direction; nothing where a replica does
  /// not know it.
  const std::vector<std::optional<double>>& scores(std::size_t entry) const { return entries_[entry].scores; }
  /// Their mean; the lowest number there is for a failed or unknown one.
  double score(std::size_t entry) const;

  std::optional<results::Estimate> estimate(std::size_t entry, const study::Expression& of) const;
  /// The worst of all constraints.
  study::Verdict verdict(std::size_t entry) const;

 private:
  struct Entry {
    std::optional<Candidate> candidate;
    std::vector<Observation> observations;
    std::vector<std::optional<double>> scores;
  };
  void add(std::size_t entry, Observation observation);

  Aim aim_;
  Evaluate evaluate_;
  std::uint64_t budget_;
  std::uint64_t runs_ = 0;
  std::vector<Entry> entries_;
  std::map<Candidate, std::size_t> numbers_;
};

}  // namespace kickpath::placement
