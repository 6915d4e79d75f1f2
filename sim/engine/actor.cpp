#include "actor.hpp"

#include <algorithm>
#include <utility>

#include "blocking.hpp"
#include "simulation.hpp"

namespace kickpath::engine {

Actor::Actor(Simulation& simulation, std::string name, std::function<void()> body, Lifetime lifetime)
    : simulation_(simulation), lifetime_(lifetime), name_(std::move(name)), body_(std::move(body)) {
  alarm_.actor = this;
}

void Actor::park(const char* why) {
  check_invariant(simulation_.current_ == this, "an actor parked from outside itself");
  why_ = why;
  since_ = simulation_.now();
  simulation_.block(*this, State::parked);
}

bool Actor::park_until(Instant deadline, const char* why) {
  check_invariant(simulation_.current_ == this, "an actor parked from outside itself");
  why_ = why;
  since_ = simulation_.now();
  return simulation_.block_until(*this, State::parked, std::max(deadline, since_)) == State::waking;
}

void Actor::unpark() {
  if (state_ == State::waking || simulation_.is_ending_) return;
  check_invariant(state_ == State::parked, "an actor unparked that is not parked");
  state_ = State::waking;
  simulation_.calendar_.arm(alarm_, simulation_.now());
}

}  // namespace kickpath::engine
