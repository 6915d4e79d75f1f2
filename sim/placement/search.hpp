#pragma once
#include <cstdint>
#include <vector>

#include "placement/field.hpp"

namespace kickpath::placement {

struct SearchOptions {
  std::uint64_t runs = 1'000;  ///< of which it may make so many, one of each candidate
  std::uint64_t seed = 1;
  std::size_t batch = 16;  ///< candidates at a time, whatever the number of jobs
};

/// Local search with restarts (iterated local search: Lourenco, Martin and Stutzle 2003), for spaces that are
/// too large to be tried in full. From the given scenario, then from the best so far shaken, or from
/// anywhere: neighbours in random order, `batch` at a time; the best of a batch is the next place if it is
/// better; where no neighbour is better, it starts again. What was tried once is not run again. One replica
/// of each, with the same seed, so all see the same luck. The same for the same seed.
///
/// All entries that it tried, the best first.
std::vector<std::size_t> search(Field& field, const Space& space, const SearchOptions& options);

}  // namespace kickpath::placement
