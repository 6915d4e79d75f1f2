#pragma once
#include <memory>

#include "time/duration.hpp"

namespace kickpath::engine {

class Simulation;
struct AwaitedActivity;

/// Runs a simulation inside SimGrid: SimGrid's main loop asks for the next event, and the calendar runs
/// inside that question, as ns-3 does in SimGrid's own binding (simgrid/kernel/resource/Model.hpp,
/// next_occurring_event_is_idempotent). While SimGrid has nothing of its own in flight, a whole run is one
/// question.
class SimGridHosting {
 public:
  explicit SimGridHosting(
      Simulation& simulation);  ///< makes the process's SimGrid engine, if there is none yet
  ~SimGridHosting();

  void run(Instant end);  ///< as Simulation::run_until; `never`: without an end

  /// Has SimGrid start the activity once the current event is over; the actor is unparked when it has
  /// completed.
  void start(AwaitedActivity& awaited);

 private:
  class Host;
  std::unique_ptr<Host> host_;
};

}  // namespace kickpath::engine
