#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/race.hpp"
#include "placement/search.hpp"

/// The best placements of a space. No simulation here: runs come from a function.
namespace kickpath::placement {

struct PlaceOptions {
  std::optional<std::uint64_t> budget;   ///< runs in all; none: default_budget()
  std::size_t most_enumerated = 10'000;  ///< candidates beyond which a space is searched
  std::size_t top = 5;                   ///< rows of the answer
  std::uint64_t seed = 1;                ///< of the search
  RaceOptions race;
};

/// Of a space of so many candidates: all replicas of the first look and a third more; of one that is searched
/// (no size), 2,000. At least 200.
std::uint64_t default_budget(std::optional<std::size_t> candidates, std::uint32_t first);

/// Beside the best.
enum class Standing { best, same, worse, not_resolved };

/// Of the objective over the given scenario, as a share of the given's; above 0 is better.
struct Gain {
  double share = 0;
  std::optional<double> half_width;  ///< of its 95 % interval; none for one replica
};

struct Row {
  bool is_given = false;
  std::optional<Candidate> candidate;  ///< none: the given scenario, outside of the space
  std::string text;
  std::size_t rank = 0;  ///< 1: the best; 0: not ranked (it broke a constraint, or failed)
  std::uint32_t replicas = 0;
  Standing standing = Standing::not_resolved;
  study::Verdict constraints = study::Verdict::held;
  std::optional<results::Estimate> objective;
  std::optional<Gain> gain;
  std::string reason;                      ///< what differs from the given scenario; empty for that itself
  std::vector<results::CoreResult> cores;  ///< of its first replica
  std::vector<std::optional<results::Estimate>> metrics;  ///< in the order of the metric table
};

struct Placing {
  Aim aim;
  std::optional<std::size_t> space;  ///< candidates; none: more than most_enumerated
  bool is_exhaustive = false;        ///< every candidate was run
  std::size_t tried = 0;
  std::uint64_t runs = 0, budget = 0;
  std::size_t failed = 0, broken = 0;  ///< candidates
  std::string failure;                 ///< of the first that failed
  Row given;
  std::vector<Row> rows;  ///< the best first; if nothing holds the constraints, the nearest

  /// Does the first row hold all constraints?
  bool has_answer() const { return !rows.empty() && rows.front().rank == 1; }
};

/// Small spaces are raced in full, if the budget has a run for each; others are searched with seven tenths of
/// the budget, and the best 16 of what was found raced with the rest. Throws std::runtime_error when the
/// given scenario fails: then there is nothing to gain over.
Placing place(const Space& space, const Aim& aim, const Evaluate& evaluate, const PlaceOptions& options);

const char* to_text(Standing standing);

}  // namespace kickpath::placement
