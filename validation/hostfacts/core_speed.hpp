#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "time/ids.hpp"

/// Whether somebody whom /proc/stat does not know uses our cores: another tenant on the other hardware thread
/// of a core (SMT) makes everything on it take up to twice as long, and steal stays 0. It comes for 0.1 s to
/// minutes at a time, so short looks, often, tell.
namespace kickpath::hostfacts {

/// Looks at each of some cores while it lives: a thread of the highest real-time class (SCHED_FIFO) runs a
/// loop of known length there for 20 us every `period`. What it measures is the core's speed, whoever else
/// runs there by our own doing, for it preempts them.
///
/// Speeds are compared with the fastest look of this process at any core, ever. Of `cores` that are siblings
/// of each other none is looked at: what slows them down may be ourselves.
class CoreSpeedWatch {
 public:
  CoreSpeedWatch(std::span<const CoreId> cores, std::chrono::milliseconds period);
  ~CoreSpeedWatch();
  CoreSpeedWatch(const CoreSpeedWatch&) = delete;
  CoreSpeedWatch& operator=(const CoreSpeedWatch&) = delete;

  /// What was seen so far does not count any longer.
  void begin();

  /// How many times as long as undisturbed work took on the most disturbed core, in the mean since begin().
  /// Unknown before the first look, and where the process may not have SCHED_FIFO (CAP_SYS_NICE).
  std::optional<double> slowdown() const;

 private:
  class Look;
  std::vector<std::unique_ptr<Look>> looks_;
};

/// Is a core as good as undisturbed? 7 % allow for its clock, which changes so much with what others do.
bool is_calm(double slowdown);

/// Waits until all `cores` are calm for 20 ms, `patience` at most; unknown where CoreSpeedWatch knows nothing.
/// Calls `tick` now and then, which may throw to end it.
std::optional<bool> wait_until_calm(std::span<const CoreId> cores, std::chrono::milliseconds patience,
                                    const std::function<void()>& tick);

}  // namespace kickpath::hostfacts
