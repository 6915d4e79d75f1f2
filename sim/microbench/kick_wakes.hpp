#pragma once
#include "cost/cost_profile.hpp"

/// A guest kicks an ioeventfd by OUT, and a thread sleeps in epoll_wait(2) for it.
namespace kickpath::microbench {

struct KickWake {
  Duration thread{};  ///< OUT -> epoll_wait returned
  Duration back{};    ///< epoll_wait returned -> the guest runs on, after the thread read the event and slept
  Duration guest{};   ///< OUT -> the guest runs on
};

/// The thread is on the vcpu's own core, and takes it at once.
KickWake kick_on_same_core(const cost::CostProfile& profile);
/// It is on another core, which has been idle for a short while.
KickWake kick_to_other_core(const cost::CostProfile& profile);

}  // namespace kickpath::microbench
