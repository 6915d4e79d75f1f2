#include "error.hpp"

#include <utility>

#include "simulation.hpp"

namespace kickpath::engine {
namespace {

std::string place(Instant date, const std::string& actor) {
  return "at " + to_text(date) + (actor.empty() ? "" : ", in " + actor) + ": ";
}

std::string list(const std::vector<BlockedActor>& blocked) {
  std::string text =
      "deadlock, " + std::to_string(blocked.size()) + " blocked and nothing left to wake them:";
  for (const auto& actor : blocked)
    text += "\n  " + actor.name + " waits for " + actor.why + " since " + to_text(actor.since);
  return text;
}

}  // namespace

SimulationError::SimulationError(Instant date, const std::string& actor, const std::string& text)
    : std::runtime_error(place(date, actor) + text) {}

Deadlock::Deadlock(Instant date, std::vector<BlockedActor> blocked_actors)
    : SimulationError(date, "", list(blocked_actors)), blocked(std::move(blocked_actors)) {}

std::string to_text(Instant date) {
  const auto ps = date.time_since_epoch().count();
  std::string fraction = std::to_string(1'000'000 + ps % 1'000'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return std::to_string(ps / 1'000'000) + (fraction.empty() ? "" : "." + fraction) + " us";
}

void broken_invariant(const char* what) {
  const std::string text = std::string("broken invariant: ") + what;
  if (const Simulation* simulation = Simulation::alive())
    throw SimulationError(simulation->now(), simulation->running_name(), text);
  throw SimulationError(text);
}

}  // namespace kickpath::engine
