#pragma once
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/actor.hpp"
#include "engine/calendar.hpp"
#include "engine/error.hpp"
#include "engine/random_stream.hpp"
#include "engine/stack_pool.hpp"
#include "time/duration.hpp"

namespace kickpath::engine {

class SimGridHosting;
struct AwaitedActivity;

/// One run of a simulated world: clock, calendar, actors. It is hosted in SimGrid, which has one engine per
/// process, so simulations may follow each other in a process, but not be alive together. Time begins at
/// Instant{}.
///
/// What is due at one date happens in the order in which it was asked for. Same program, same seed: same run.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed = 1);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();  ///< unwinds the actors that live, last spawned first; from outside the run only

  Instant now() const { return calendar_.now(); }

  /// The actor starts at the current date, after what is already due.
  Actor& spawn(std::string name, std::function<void()> body, Lifetime lifetime = Lifetime::counted);

  /// Runs what is due up to `end`, that date included. Returns with now() == end, or earlier when stop() was
  /// called or when all actors that count have ended. Throws Deadlock, or SimulationError when an actor or a
  /// timer's callback threw; the simulation can then only be destroyed.
  void run_until(Instant end);

  /// Runs until nothing is left to do, or as run_until() says.
  void run();

  /// The run returns after the current event. From inside the run.
  void stop();

  /// Same seed and name, same numbers; whatever else is created.
  RandomStream random(std::string_view name) const { return RandomStream{seed_, name}; }

  /// Whose body is running. On an actor's fiber only.
  Actor& current() {
    check_invariant(current_ != nullptr, "a call that only an actor may make");
    return *current_;
  }

  /// Whose body is running; null between the actors, in a timer's callback.
  const Actor* running() const { return current_; }

  /// Blocks the current actor for `d`, or not at all when nothing else is due meanwhile. `d` may not be
  /// negative.
  void delay(Duration d) {
    if (!try_advance(d)) delay_blocking(d);
  }

  /// When nothing at all is due until `d` has passed, that date included, and the run goes on until then:
  /// moves the clock there and returns true, for a few instructions. Otherwise false, and nothing has
  /// changed.
  bool try_advance(Duration d) { return current_ != nullptr && calendar_.try_advance(d); }

  /// The simulation of this process, or nullptr.
  static Simulation* alive();
  /// Name of the running actor; empty when none is.
  const std::string& running_name() const;

 private:
  friend class Actor;
  friend class SimGridHosting;
  friend class Timer;
  friend void await_started(Simulation& simulation, AwaitedActivity& awaited);

  void run_hosted(Instant end);
  bool is_over() const { return is_stopped_ || (has_counted_ && counted_ == 0); }
  bool dispatch_due();
  void dispatch(Alarm& due);
  void enter(Actor& actor);
  void finish(Actor& actor);
  void unwind(Actor& actor);
  [[noreturn]] void report_deadlock() const;

  void delay_blocking(Duration d);
  Actor::State block(Actor& self, Actor::State state);
  Actor::State block_until(Actor& self, Actor::State state, Instant date);
  void give_way(Actor& self, Alarm* due);
  Actor::State wake(Actor& self);
  static void run_body(void* argument);
  void call_body(Actor& actor);

  Calendar calendar_;
  Actor* current_ = nullptr;
  Fiber scheduler_;
  Alarm* handed_over_ =
      nullptr;                  ///< taken from the calendar by a blocking actor; the scheduler's to dispatch
  Actor* leaving_ = nullptr;    ///< its body has ended, its stack can be reused once the scheduler runs
  std::exception_ptr failure_;  ///< that escaped from the leaving actor
  bool is_stopped_ = false;
  bool is_ending_ = false;
  bool has_counted_ = false;  ///< there has been an actor that counts
  std::size_t counted_ = 0;   ///< that live
  const std::uint64_t seed_;
  StackPool stacks_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::unique_ptr<SimGridHosting> hosting_;
};

}  // namespace kickpath::engine
