#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "server/loop_timer.hpp"

namespace kickpath::server {

/// All timers of a loop by one alarm signal, as QEMU had them (0.13 vl.c: qemu_mod_timer,
/// dynticks_rearm_timer, qemu_run_all_timers, MIN_TIMER_REARM_US = 250 us; gone with QEMU 1.6, from memory).
/// The alarm is rearmed for the earliest date, but no closer than `floor`, and one that rings earlier is left
/// alone, also where its timer is gone. Each turn of the loop, whatever woke it, runs what has expired; after
/// the alarm it is rearmed before that, with the expired timers still in line, and so rings once more after
/// `floor`. A timer that is always armed anew thus waits for a turn of the loop that something else caused,
/// or for the next of beats `floor` apart.
class AlarmClock {
 public:
  /// `rings` wakes the loop; on no fiber.
  AlarmClock(engine::Simulation& simulation, Duration floor, std::function<void()> rings);
  AlarmClock(const AlarmClock&) = delete;
  AlarmClock& operator=(const AlarmClock&) = delete;

  /// `expired` is called from turn(). The timer may not outlive the clock.
  std::unique_ptr<LoopTimer> make_timer(std::function<void()> expired);
  /// The loop has handled what woke it.
  void turn();

 private:
  class Hand;

  void arm(Hand& hand);
  void disarm(Hand& hand);
  void rearm();
  void ring();

  engine::Simulation& simulation_;
  Duration floor_;
  std::function<void()> rings_;
  engine::Timer alarm_;
  std::vector<Hand*> armed_;  ///< the earliest first; of one date in the order of arming
  bool has_rung_ = false;
};

}  // namespace kickpath::server
