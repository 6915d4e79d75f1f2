#pragma once
#include <cstdint>
#include <memory>

#include "host/host_spec.hpp"

/// The kernel's preemption model: where a reschedule that is due acts on the task that runs (CONFIG_PREEMPT_*, or
/// preempt= with PREEMPT_DYNAMIC).
///
/// The core asks only while a reschedule is due, and by itself lets every due one act where the task returns to
/// userspace or enters a guest, and on an idle core. The model knows neither core nor task, and keeps no state.
namespace kickpath::host {

/// What the running task has been asked for.
enum class Resched : std::uint8_t {
  none,
  lazy,  ///< TIF_NEED_RESCHED_LAZY
  now    ///< TIF_NEED_RESCHED
};

/// Where the kernel could give way.
enum class PreemptionPoint : std::uint8_t {
  cond_resched,  ///< a long loop's offer
  might_sleep,   ///< before what may block: taking a mutex, copying from and to userspace
  anywhere       ///< wherever preemption is not disabled
};

class PreemptionModel {
 public:
  virtual ~PreemptionModel() = default;
  /// What a wake-up or an ended slice of the fair class asks of a task that runs.
  virtual Resched urgency() const { return Resched::now; }
  /// Does what was asked act at this point?
  virtual bool acts_at(PreemptionPoint point, Resched asked) const = 0;
};

std::unique_ptr<PreemptionModel> make_preemption_model(PreemptionKind kind);

}  // namespace kickpath::host
