#pragma once
#include <functional>
#include <span>
#include <vector>

#include "capacity/row_search.hpp"

namespace kickpath::capacity {

/// A replica of a combination (row) at a position of the axis. Replicas of the same number have the same seed
/// at every load (common random numbers).
struct Job {
  std::size_t row = 0;
  std::size_t position = 0;
  std::uint32_t replica = 0;
};

/// Runs them all, in whatever order, and answers in theirs. May throw to end it all.
using Evaluate = std::function<std::vector<Observation>(std::span<const Job>)>;

/// Lets all rows run side by side until each is done: what any of them waits for runs at the same time. The
/// answers do not depend on one another.
void search(std::vector<RowSearch>& rows, const Evaluate& evaluate);

}  // namespace kickpath::capacity
