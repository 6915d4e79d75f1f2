#pragma once
#include <cstddef>
#include <functional>
#include <optional>

#include "workers/task.hpp"

namespace kickpath::workers {

struct EachOptions {
  unsigned jobs = 1;  ///< at a time, at least 1
  /// So many tasks, one after another, in one process at most; fewer near the end of `expected`, so that all
  /// cores are busy to the end.
  std::size_t per_process = 1;
  std::size_t expected = 0;  ///< tasks, if known
  /// How the index-th task ended, once for each, in whatever order they end; may throw to end it all.
  std::function<void(std::size_t index, Ending ending)> on_end{};
  /// Called ten times a second or more often; may throw to end it all.
  std::function<void()> on_wait{};
};

/// Runs every task that `next` gives, until it gives none, each in a process of its own: a task that fails
/// ends nothing but itself. `next` is asked when a process is free, so the tasks need not be there at once.
/// When this returns or throws, no child is left.
///
/// The caller must have one thread and no live simulation (SimGrid allows one engine a process, and a child
/// is a copy of its parent).
void run_each(const std::function<std::optional<Task>()>& next, const EachOptions& options);

}  // namespace kickpath::workers
