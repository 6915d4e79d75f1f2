#pragma once
#include <cstdint>

#include "program/driver_side.hpp"

/// The open loop (design.md section 1): requests arrive by a law whether or not earlier ones are done;
/// latency counts from the intended arrival; beyond `limit` in flight they are dropped.
namespace kickpath::program {

template <class Law>
struct OpenLoop {
  Law arrivals;  ///< time between two requests
  Law compute;   ///< guest CPU time before each post
  bool polls = false;
  bool delays = false;  ///< as in the closed loop
};

/// Posts what is due by now, with one kick test; returns when the next request is due.
template <GuestWorld W, virtqueue::DriverQueue Q>
Instant post_what_is_due(W& world, DriverSide<W, Q>& side, const OpenLoop<typename W::Law>& plan,
                         Instant due) {
  bool has_posted = false;
  while (due <= world.now() && !world.is_stopping()) {
    if (side.is_full()) {
      world.dropped(side.id());
    } else {
      world.compute(plan.compute);
      if (!side.post(due)) return due;
      has_posted = true;
    }
    due += world.draw(plan.arrivals);
  }
  if (has_posted) side.kick_if_needed();
  return due;
}

/// All queues of one vcpu; `due` has a place for each.
template <GuestWorld W, virtqueue::DriverQueue Q>
void run_open_loop(W& world, Sides<W, Q> sides, const OpenLoop<typename W::Law>& plan,
                   std::span<Instant> due) {
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (plan.polls) sides[i].never_interrupt();
    due[i] = world.now() + world.draw(plan.arrivals);
  }
  while (!world.is_stopping()) {
    Instant next = never;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      due[i] = post_what_is_due(world, sides[i], plan, due[i]);
      if (due[i] < next) next = due[i];
    }
    if (!plan.polls) world.clear_interrupts();
    std::uint32_t reaped = 0;
    for (DriverSide<W, Q>& side : sides) reaped += plan.polls ? side.reap_all() : side.reap_all_masked(plan.delays);
    if (reaped != 0 || world.is_stopping()) continue;
    if (plan.polls) {
      world.wait_for_used_until(next);
    } else {
      world.wait_for_interrupt_until(next);
    }
  }
}

}  // namespace kickpath::program
