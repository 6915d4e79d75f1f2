#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "engine/calendar.hpp"
#include "engine/fiber.hpp"
#include "time/duration.hpp"

namespace kickpath::engine {

class Simulation;

/// Does an actor count? A run is over when all that count have ended, and they may not be blocked for ever.
/// A daemon serves others and may.
enum class Lifetime : std::uint8_t { counted, daemon };

/// A flow of control of the simulated world, on a fiber of its own: blocking C++ code. Made by
/// Simulation::spawn, and valid as long as its simulation, also after its body has returned.
///
/// A body may not block inside a catch block or a destructor. When the simulation ends first, whatever the
/// body is blocked in throws something that is no std::exception, so that its destructors run; it may not be
/// swallowed.
class Actor {
 public:
  Actor(Simulation& simulation, std::string name, std::function<void()> body, Lifetime lifetime);
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  const std::string& name() const { return name_; }

  /// Blocks until unpark(). From the actor's own body only. `why` completes "waits for ..." in a deadlock's
  /// report and must outlive the wait.
  void park(const char* why);

  /// As park(), but no longer than until `deadline`. True: unparked; false: the deadline came first. A
  /// deadline that is not in the future comes after what is already due.
  bool park_until(Instant deadline, const char* why);

  /// Lets a parked actor go on at the current date, after what is already due. From anywhere. Without effect
  /// while an earlier unpark has not yet had its effect; a broken invariant for an actor that is not parked.
  void unpark();

  /// From park() to unpark() or the deadline.
  bool is_parked() const { return state_ == State::parked; }
  /// What it was last parked for.
  const char* why() const { return why_; }
  bool has_ended() const { return state_ == State::ended; }

 private:
  friend class Simulation;
  enum class State : std::uint8_t { starting, running, delaying, parked, waking, ended };

  Simulation& simulation_;
  Alarm alarm_;
  Fiber fiber_;
  State state_ = State::starting;
  Lifetime lifetime_;
  bool is_unwinding_ = false;
  const char* why_ = "";
  Instant since_{};  ///< parked
  std::string name_;
  std::function<void()> body_;
};

}  // namespace kickpath::engine
