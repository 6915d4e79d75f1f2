#include "simulation.hpp"

#include <algorithm>
#include <utility>

#include "blocking.hpp"
#include "fiber_switch.hpp"
#include "simgrid_hosting.hpp"
#include "timer.hpp"

namespace kickpath::engine {
namespace {

Simulation* the_simulation = nullptr;

/// Around the exception that is being handled.
std::exception_ptr nested(const SimulationError& error) {
  try {
    std::throw_with_nested(error);
  } catch (...) {
    return std::current_exception();
  }
}

Instant after(Instant now, Duration d) { return d > never - now ? never : now + d; }

}  // namespace

Simulation::Simulation(std::uint64_t seed) : seed_(seed) {
  check_invariant(the_simulation == nullptr, "two simulations alive in one process");
  hosting_ = std::make_unique<SimGridHosting>(*this);
  the_simulation = this;
}

Simulation::~Simulation() {
  is_ending_ = true;
  std::for_each(actors_.rbegin(), actors_.rend(), [this](auto& actor) { unwind(*actor); });
  the_simulation = nullptr;
}

Simulation* Simulation::alive() { return the_simulation; }

const std::string& Simulation::running_name() const {
  static const std::string nobody;
  return current_ ? current_->name_ : nobody;
}

Actor& Simulation::spawn(std::string name, std::function<void()> body, Lifetime lifetime) {
  check_invariant(!is_ending_, "an actor spawned while its simulation ends");
  auto made = std::make_unique<Actor>(*this, std::move(name), std::move(body), lifetime);
  Actor& actor = *actors_.emplace_back(std::move(made));
  actor.fiber_.prepare(stacks_.take(), &run_body, &actor);
  if (lifetime == Lifetime::counted) {
    has_counted_ = true;
    ++counted_;
  }
  calendar_.arm(actor.alarm_, now());
  return actor;
}

void Simulation::run_until(Instant end) {
  check_invariant(end >= now(), "a run until a date in the past");
  run_hosted(end);
}

void Simulation::run() { run_hosted(never); }

void Simulation::run_hosted(Instant end) {
  check_invariant(current_ == nullptr, "a run started from inside a run");
  is_stopped_ = false;
  hosting_->run(end);
}

void Simulation::stop() {
  is_stopped_ = true;
  calendar_.close();
}

// On the scheduler's context

bool Simulation::dispatch_due() {
  bool ran = false;
  for (Alarm* due = calendar_.pop(); due != nullptr; ran = true) {
    dispatch(*due);
    due = handed_over_ ? std::exchange(handed_over_, nullptr) : calendar_.pop();
  }
  return ran;
}

void Simulation::dispatch(Alarm& due) {
  if (due.actor == nullptr) return due.timer->callback_();
  enter(*due.actor);
  if (leaving_) finish(*std::exchange(leaving_, nullptr));
}

void Simulation::enter(Actor& actor) {
  current_ = &actor;
  FiberSwitch::change(scheduler_, actor.fiber_);
  current_ = nullptr;
}

void Simulation::finish(Actor& actor) {
  stacks_.give_back(actor.fiber_.stack());
  if (actor.lifetime_ == Lifetime::counted) --counted_;
  if (is_over()) calendar_.close();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Simulation::unwind(Actor& actor) {
  if (actor.state_ == Actor::State::ended || actor.state_ == Actor::State::starting) return;
  actor.is_unwinding_ = true;
  enter(actor);
}

void Simulation::report_deadlock() const {
  std::vector<BlockedActor> blocked;
  for (const auto& actor : actors_)
    if (actor->is_parked() && actor->lifetime_ == Lifetime::counted)
      blocked.push_back({actor->name_, actor->why_, actor->since_});
  throw Deadlock(now(), std::move(blocked));
}

// On an actor's fiber

void Simulation::delay_blocking(Duration d) {
  Actor& self = current();
  check_invariant(d >= Duration::zero(), "a negative delay");
  block_until(self, Actor::State::delaying, after(now(), d));
}

void Simulation::run_body(void* argument) {
  Actor& actor = *static_cast<Actor*>(argument);
  Simulation& simulation = actor.simulation_;
  simulation.call_body(actor);
  actor.state_ = Actor::State::ended;
  simulation.leaving_ = &actor;
  FiberSwitch::leave(actor.fiber_, simulation.scheduler_);
}

void Simulation::call_body(Actor& actor) {
  try {
    actor.state_ = Actor::State::running;
    std::exchange(actor.body_, nullptr)();
  } catch (const ForcedUnwind&) {
  } catch (const SimulationError&) {
    failure_ = std::current_exception();
  } catch (const std::exception& error) {
    failure_ = nested(SimulationError(now(), actor.name_, error.what()));
  } catch (...) {
    failure_ = nested(SimulationError(now(), actor.name_, "an exception that is no std::exception"));
  }
}

}  // namespace kickpath::engine
