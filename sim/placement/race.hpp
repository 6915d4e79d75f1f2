#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "placement/field.hpp"

namespace kickpath::placement {

/// How a candidate left the race, or that it did not.
enum class Fate {
  running,  ///< to the end: not told from the best, or the best itself
  same,     ///< as the best, in every replica
  worse,    ///< than the best, at the race's level
  dropped,  ///< by its rank, because the budget was not enough for all
  broken,   ///< breaks a constraint
  failed    ///< a run of it failed, or did not know the objective
};

struct RaceOptions {
  std::uint32_t first = 3;  ///< replicas before the first look, where the budget allows them
  double risk = 0.05;       ///< of calling the best one worse, over all looks and candidates
  double tie = 0.005;       ///< differences below this share of the best are not worth runs
};

struct Raced {
  std::vector<std::size_t> order;  ///< all that entered, the best first
  std::vector<Fate> fates;         ///< of each in that order
};

/// Successive elimination in paired replicas: all run equally often, at looks after `first`, twice, four
/// times ... as many; who is worse than the best so far, by Student's t of the paired differences, leaves
/// (races: Maron and Moore 1994; eliminating with common random numbers by the variances of differences: Kim
/// and Nelson 2001). The risk is shared out: to look i 2^-i of it, there to all others alike (Bonferroni).
/// Where the budget does not last for the next look, the lower half goes by rank instead (sequential halving:
/// Karnin, Koren and Somekh 2013). It ends when one is left, when the others differ by less than `tie`, or
/// with the budget. The given scenario (entry 0) keeps pace with the best, as what it gains must be known.
Raced race(Field& field, std::vector<std::size_t> entrants, const RaceOptions& options);

}  // namespace kickpath::placement
