#pragma once
#include <array>

#include "trace/attribution/task_log.hpp"

namespace kickpath::trace {

/// A server's work for one request: from its pop to its push, or to its submission, or from its completion to
/// its push.
struct Service {
  const TaskLog* by = nullptr;
  Instant begin{}, end{};
};
using Services = std::array<Service, 2>;  ///< in the order of time; those without `by` are none

/// One operation that has just come to its end, on a task.
struct Finished {
  const TaskLog* task;
  Instant begun, ended;
  bool is_known = false;  ///< which request it was
  Services services{};
};

/// Where the time from `begun` to `ended` went, along the critical path (Yang and Miller, "Critical path
/// analysis for the execution of parallel and distributed programs", ICDCS 1988; from memory): back from the
/// end, on the task that came there; from where a wait ended, on the task that ended it. Exactly ended -
/// begun in sum.
///
/// A server's work for other requests is queueing, if it is known for which it worked.
Split along_critical_path(const Finished& operation);

}  // namespace kickpath::trace
