#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "compare/figures.hpp"
#include "compare/side.hpp"

namespace kickpath::compare {

struct RunOptions {
  std::uint64_t seed = 1;  ///< of both worlds
  unsigned jobs = 1;
  /// Told how much of the replicas asked for is done, 0 to 1, ten times a second or more often; may throw to
  /// end it.
  std::function<void(double)> progress{};
};

/// Replicas `from` to `to` - 1 of both worlds, each run in a process of its own (workers/run_tasks.hpp).
/// Replica i of A and of B have the same seed, so that streams of the same name are the same: common random
/// numbers. The same for every `jobs`. Throws workers::TaskFailed, which names world, replica and seed.
std::vector<Pair> run_pairs(const Side& a, const Side& b, unsigned from, unsigned to,
                            const RunOptions& options);

}  // namespace kickpath::compare
