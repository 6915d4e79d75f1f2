#pragma once
#include "host/preemption_model.hpp"

namespace kickpath::host {

/// PREEMPT_NONE: long loops of the kernel offer to give way, nothing else does (Linux v6.12
/// kernel/Kconfig.preempt, include/linux/sched.h cond_resched).
class NoPreemption final : public PreemptionModel {
 public:
  bool acts_at(PreemptionPoint point, Resched) const override {
    return point == PreemptionPoint::cond_resched;
  }
};

}  // namespace kickpath::host
