#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "time/duration.hpp"

/// How a run fails: with the simulated time and the name of the actor that was running.
namespace kickpath::engine {

/// what() reads "at 12.345 us, in vm0/vcpu0: TEXT", or "at 12.345 us: TEXT" when no actor was running.
/// When an exception of another type escaped from an actor, it is nested within (std::rethrow_if_nested).
struct SimulationError : std::runtime_error {
  SimulationError(Instant date, const std::string& actor, const std::string& text);
  explicit SimulationError(const std::string& text) : std::runtime_error(text) {}
};

struct BlockedActor {
  std::string name;
  std::string why;  ///< as given to park()
  Instant since;
};

/// Actors that count are blocked, and nothing is left that could wake them.
struct Deadlock : SimulationError {
  Deadlock(Instant date, std::vector<BlockedActor> blocked_actors);
  std::vector<BlockedActor> blocked;  ///< in the order in which they were spawned
};

/// Microseconds, exact to the picosecond, without trailing zeros: "12.345 us".
std::string to_text(Instant date);

/// Throws SimulationError with the time and the running actor of the simulation that is alive, if any.
[[noreturn]] void broken_invariant(const char* what);

/// A broken invariant is a bug of a model: it stops the run.
inline void check_invariant(bool holds, const char* what) {
  if (!holds) [[unlikely]]
    broken_invariant(what);
}

}  // namespace kickpath::engine
