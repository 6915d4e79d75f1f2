#pragma once
#include <vector>

#include "measure/bench.hpp"
#include "measure/kvm_host.hpp"

/// A guest kicks an ioeventfd by OUT, and a thread sleeps in epoll_wait(2) for it: until that thread has the
/// event, and until the guest runs on. Dates are of the one counter that guest and host share.
namespace kickpath::measure {

/// {thread, back, preempted}: the thread is on the vcpu's own core. Of the kicks in which it took that core
/// at once: OUT -> epoll_wait returned; epoll_wait returned -> the guest runs on, after the thread read the
/// event and slept.
std::vector<Samples> time_kicks_on_same_core(Bench& bench, const KvmHost& host);

/// {thread, guest}: on another core, which is idle. OUT -> epoll_wait returned; OUT -> the guest runs on.
std::vector<Samples> time_kicks_to_other_core(Bench& bench, const KvmHost& host);

}  // namespace kickpath::measure
