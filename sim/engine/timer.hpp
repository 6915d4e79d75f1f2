#pragma once
#include <functional>

#include "engine/calendar.hpp"
#include "time/duration.hpp"

namespace kickpath::engine {

class Simulation;

/// Calls back at a date. The callback runs between the actors, on no fiber: it may unpark, arm, cancel and
/// spawn, and may not block nor destroy its own timer. May not outlive its simulation.
class Timer {
 public:
  Timer(Simulation& simulation, std::function<void()> callback);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// For a date that is not in the past; at the current date, after what is already due. Replaces the date it
  /// had.
  void arm(Instant date);
  void cancel() { calendar_.disarm(alarm_); }
  bool is_armed() const { return alarm_.is_armed(); }
  Instant date() const { return alarm_.date; }  ///< the one it was last armed for

 private:
  friend class Simulation;
  Calendar& calendar_;
  Alarm& alarm_;
  std::function<void()> callback_;
};

}  // namespace kickpath::engine
