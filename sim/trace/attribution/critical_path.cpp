#include "trace/attribution/critical_path.hpp"

#include <algorithm>

namespace kickpath::trace {

namespace {

/// Jumps that take no time, one after the other: tasks that wait for each other at one instant.
constexpr int too_many = 100;

/// What `task` did from `begin` to `end`, as that operation felt it.
void add_span(const Finished& operation, const TaskLog& task, Instant begin, Instant end, Split& split) {
  if (!operation.is_known) return task.add_span(begin, end, split);
  for (const Service& own : operation.services) {
    if (own.by != &task) continue;
    const Instant from = std::clamp(own.begin, begin, end), to = std::clamp(own.end, from, end);
    task.add_span_as_queueing(begin, from, split);
    task.add_span(from, to, split);
    begin = to;
  }
  task.add_span_as_queueing(begin, end, split);
}

}  // namespace

Split along_critical_path(const Finished& operation) {
  Split split;
  const TaskLog* task = operation.task;
  Instant at = operation.ended;
  const auto go_back = [&](Part part, Instant to) {
    to = std::clamp(to, operation.begun, at);
    split[part] += at - to;
    at = to;
  };
  for (int idle_jumps = 0; at > operation.begun;) {
    const Moment* moment = task->before(at);
    if (moment == nullptr || idle_jumps > too_many) {
      go_back(Part::other, operation.begun);
      break;
    }
    const Instant before = at;
    if (moment->end < at) {
      go_back(Part::other, moment->end);
    } else if (moment->is_wait() && moment->end == at) {
      task = moment->ended_by.task;
      go_back(moment->ended_by.way, moment->ended_by.at);
    } else {
      const Instant to = moment->is_wait() ? moment->begin : task->end_of_wait_before(*moment);
      const Instant from = std::clamp(to, operation.begun, at);
      add_span(operation, *task, from, at, split);
      at = from;
    }
    idle_jumps = at == before ? idle_jumps + 1 : 0;
  }
  return split;
}

}  // namespace kickpath::trace
