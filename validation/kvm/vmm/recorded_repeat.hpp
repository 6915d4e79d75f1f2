#pragma once
#include <functional>

#include "vmm/run.hpp"

/// A repeat beside the measured ones, for somebody to record: what records disturbs.
namespace kickpath::vmm {

class Machine;

struct Recording {
  Duration from{};  ///< counted from the beginning of the warm-up
  Duration to{};
  std::function<void(const Machine&)> warm_up_begins{};
  std::function<void()> on{};   ///< at `from`, or a little later
  std::function<void()> off{};  ///< at `to`, or a little later
};

/// Ends after `off`: what would come then is not wanted. Throws what went wrong in the guests, as run() does.
void repeat_recorded(const Kvm& kvm, const RunPlan& plan, const ClockRates& rates, const Limits& limits,
                     const Recording& recording, const Progress& progress);

}  // namespace kickpath::vmm
