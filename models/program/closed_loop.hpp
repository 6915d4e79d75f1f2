#pragma once
#include <cstdint>

#include "program/driver_side.hpp"

/// The closed loop (design.md section 1): post until so many are in flight, one kick test, wait, reap all,
/// again.
namespace kickpath::program {

template <class Law>
struct ClosedLoop {
  Law compute;  ///< guest CPU time before each post
  std::uint32_t batch =
      1;  ///< posts per kick test at most; small where several guest threads post and kick for themselves
  bool polls = false;   ///< spins on the used ring, and wants no interrupts
  bool merges = false;  ///< the operations of a batch become one request
  bool delays = false;  ///< wants an interrupt only once three quarters of what is in flight are back
  /// Posts again only when nothing is in flight, as a driver that expects its kick to be synchronous (Linux
  /// drivers/net/virtio_net.c virtnet_send_command).
  bool waits_for_all = false;
};

/// One request of as many operations as the batch allows; its latency counts from the first.
template <GuestWorld W, virtqueue::DriverQueue Q>
bool post_merged(W& world, DriverSide<W, Q>& side, const ClosedLoop<typename W::Law>& plan) {
  world.compute(plan.compute);
  const Instant begun = world.now();
  if (side.is_flush_due()) return side.post(begun);
  const std::uint32_t places = side.free_places();
  const std::uint32_t operations = plan.batch < places ? plan.batch : places;
  for (std::uint32_t i = 1; i < operations; ++i) world.compute(plan.compute);
  return side.post(begun, operations);
}

/// As many requests as the queue's table has places.
template <GuestWorld W, virtqueue::DriverQueue Q>
void fill(W& world, DriverSide<W, Q>& side, const ClosedLoop<typename W::Law>& plan) {
  while (!side.is_full() && !world.is_stopping()) {
    if (plan.merges) {
      if (!post_merged(world, side, plan)) return;
      side.kick_if_needed();
      continue;
    }
    for (std::uint32_t i = 0; i < plan.batch && !side.is_full(); ++i) {
      world.compute(plan.compute);
      if (!side.post(world.now())) return;
    }
    side.kick_if_needed();
  }
}

template <GuestWorld W, virtqueue::DriverQueue Q>
std::uint32_t reap_all(Sides<W, Q> sides, bool polls, bool delays) {
  std::uint32_t reaped = 0;
  for (DriverSide<W, Q>& side : sides) reaped += polls ? side.reap_all() : side.reap_all_masked(delays);
  return reaped;
}

template <GuestWorld W, virtqueue::DriverQueue Q>
std::uint32_t in_flight(Sides<W, Q> sides) {
  std::uint32_t sum = 0;
  for (const DriverSide<W, Q>& side : sides) sum += side.in_flight();
  return sum;
}

template <GuestWorld W, virtqueue::DriverQueue Q>
void wait_for_completions(W& world, Sides<W, Q> sides, const ClosedLoop<typename W::Law>& plan) {
  for (;;) {
    if (!plan.polls) world.clear_interrupts();
    const bool has_reaped = reap_all(sides, plan.polls, plan.delays) != 0;
    if (world.is_stopping() || (has_reaped && (!plan.waits_for_all || in_flight(sides) == 0))) return;
    if (plan.polls) {
      world.wait_for_used();
    } else {
      world.wait_for_interrupt();
    }
  }
}

/// All queues of one vcpu, in turn.
template <GuestWorld W, virtqueue::DriverQueue Q>
void run_closed_loop(W& world, Sides<W, Q> sides, const ClosedLoop<typename W::Law>& plan) {
  if (plan.polls)
    for (DriverSide<W, Q>& side : sides) side.never_interrupt();
  while (!world.is_stopping()) {
    for (DriverSide<W, Q>& side : sides) fill(world, side, plan);
    wait_for_completions(world, sides, plan);
  }
}

/// After a program has stopped: waits for what is still in flight, so that every request is accounted for.
template <GuestWorld W, virtqueue::DriverQueue Q>
void finish(W& world, Sides<W, Q> sides, bool polls) {
  while (in_flight(sides) != 0) {
    if (!polls) world.clear_interrupts();
    if (reap_all(sides, polls, false) != 0) continue;
    if (polls) {
      world.wait_for_used();
    } else {
      world.wait_for_interrupt();
    }
  }
}

}  // namespace kickpath::program
