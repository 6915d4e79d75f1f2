#pragma once
#include <algorithm>

#include "host/system_call_spec.hpp"
#include "host/task.hpp"

namespace kickpath::host {

/// Spends one such call, with its offers to give way, and returns to userspace.
inline void make_system_call(Task& task, const SystemCallSpec& call) {
  const auto next = [](Duration done, Duration every) {
    return every == Duration::zero() ? Duration::max() : every * (done / every + 1);
  };
  for (Duration done{}; done < call.length;) {
    const Duration offers = next(done, call.cond_resched), may_sleep = next(done, call.might_sleep);
    const Duration until = std::min({offers, may_sleep, call.length});
    task.kernel(until - done);
    done = until;
    if (done == offers) task.cond_resched();
    if (done == may_sleep) task.might_sleep();
  }
  task.preemption_point();
}

}  // namespace kickpath::host
