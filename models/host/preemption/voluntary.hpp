#pragma once
#include "host/preemption_model.hpp"

namespace kickpath::host {

/// PREEMPT_VOLUNTARY: might_sleep() offers too (Linux v6.12 include/linux/kernel.h might_resched).
class VoluntaryPreemption final : public PreemptionModel {
 public:
  bool acts_at(PreemptionPoint point, Resched) const override { return point != PreemptionPoint::anywhere; }
};

}  // namespace kickpath::host
