#pragma once
#include "host/preemption_model.hpp"

namespace kickpath::host {

/// PREEMPT_LAZY, Linux 6.13 (kernel/sched/core.c resched_curr_lazy, sched_tick): the fair class asks lazily, which
/// acts on the way to userspace and to the guest alone. A tick that still finds it asked makes it urgent, and
/// what is urgent acts as under full preemption. Marking another core lazily sends no IPI.
class LazyPreemption final : public PreemptionModel {
 public:
  Resched urgency() const override { return Resched::lazy; }
  bool acts_at(PreemptionPoint, Resched asked) const override { return asked == Resched::now; }
};

}  // namespace kickpath::host
