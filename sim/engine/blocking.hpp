#pragma once
#include <utility>

#include "engine/fiber_switch.hpp"
#include "engine/simulation.hpp"

/// How an actor blocks. Inlined into every function that blocks: after a switch the processor's stack of
/// return addresses is another fiber's, and each function returned from is a misprediction, 5 to 10 ns.
namespace kickpath::engine {

/// Thrown in the body of an actor that lives when its simulation ends.
struct ForcedUnwind {};

/// To whom `due` belongs, which the calendar gave next. The next actor is entered from here: one switch
/// instead of two.
[[gnu::always_inline]] inline void Simulation::give_way(Actor& self, Alarm* due) {
  if (due == &self.alarm_) return;
  if (due != nullptr && due->actor != nullptr) {
    current_ = due->actor;
    return FiberSwitch::change(self.fiber_, due->actor->fiber_);
  }
  handed_over_ = due;
  FiberSwitch::change(self.fiber_, scheduler_);
}

[[gnu::always_inline]] inline Actor::State Simulation::wake(Actor& self) {
  if (self.is_unwinding_) [[unlikely]]
    throw ForcedUnwind{};
  return std::exchange(self.state_, Actor::State::running);
}

/// Returns how the actor was found by who woke it: as it blocked, or waking.
[[gnu::always_inline]] inline Actor::State Simulation::block(Actor& self, Actor::State state) {
  self.state_ = state;
  if (!self.is_unwinding_) give_way(self, calendar_.pop());
  return wake(self);
}

[[gnu::always_inline]] inline Actor::State Simulation::block_until(Actor& self, Actor::State state,
                                                                   Instant date) {
  self.state_ = state;
  if (!self.is_unwinding_) give_way(self, calendar_.arm_and_pop(self.alarm_, date));
  return wake(self);
}

}  // namespace kickpath::engine
