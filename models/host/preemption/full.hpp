#pragma once
#include "host/preemption_model.hpp"

namespace kickpath::host {

/// PREEMPT: at once, in the kernel too, as an interrupt ends or preemption is enabled again (Linux v6.12
/// kernel/sched/core.c preempt_schedule_irq). cond_resched() has nothing left to do.
class FullPreemption final : public PreemptionModel {
 public:
  bool acts_at(PreemptionPoint, Resched) const override { return true; }
};

}  // namespace kickpath::host
