#pragma once
#include <functional>
#include <string>
#include <vector>

#include "workers/task.hpp"

namespace kickpath::workers {

struct TaskOptions {
  unsigned jobs = 1;  ///< at a time, at least 1
  /// A task's bytes, the moment it is done: in whatever order they end.
  std::function<void(std::size_t index, const std::string& bytes)> on_done{};
  /// Called ten times a second or more often; may throw to end it all.
  std::function<void()> on_wait{};
};

/// Runs every task in a process of its own, begun in their order, and gives their bytes in that order,
/// whatever `jobs` is. The first task that fails ends the others: TaskFailed. When this returns or throws,
/// no child is left.
///
/// The caller must have one thread and no live simulation (SimGrid allows one engine a process, and a child
/// is a copy of its parent).
std::vector<std::string> run_tasks(const std::vector<Task>& tasks, const TaskOptions& options);

}  // namespace kickpath::workers
