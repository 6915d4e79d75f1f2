#pragma once
#include "cost/cost_profile.hpp"

/// A thread that sleeps in epoll_wait(2) on an eventfd is woken by write(2) of it: the call's own time, and
/// the time from the call to the wakee's first instruction.
namespace kickpath::microbench {

struct Wake {
  Duration waker{};
  Duration wakee{};
};

/// The waker goes on to block in read(2) of another eventfd.
Wake wake_on_same_core(const cost::CostProfile& profile);
/// The wakee runs before the waker's call returns.
Wake wake_on_same_core_preempting(const cost::CostProfile& profile);
Wake wake_on_idle_other_core(const cost::CostProfile& profile);
/// The core has been idle for long: it sleeps deeply.
Wake wake_on_long_idle_other_core(const cost::CostProfile& profile);
/// The wakee preempts a thread that computes.
Wake wake_on_busy_other_core(const cost::CostProfile& profile);

}  // namespace kickpath::microbench
