#pragma once
#include <concepts>
#include <cstdint>

#include "program/ring_operation.hpp"
#include "time/duration.hpp"
#include "time/ids.hpp"

/// What a program may ask of the world that it runs in. A world is the simulator, the bare-metal guest or a
/// thread of the VMM; the programs of this room are written once against these concepts (design.md section
/// 1).
///
/// Every call may take time, and everything else may happen meanwhile. `about_to(op, q)` precedes each
/// operation on ring q: the simulator charges its cost there, and moves the cache lines that the previous
/// operation touched.
namespace kickpath::program {

template <class W>
concept World = requires(W world, const W& constant, RingOperation operation, QueueId queue) {
  { constant.now() } -> std::same_as<Instant>;
  { constant.is_stopping() } -> std::same_as<bool>;
  world.about_to(operation, queue);
};

/// `Law` is how the world keeps a law of durations: a Distribution where there is a random stream, a table of
/// quantiles in a guest without floating point.
template <class W>
concept GuestWorld = World<W> && requires(W world, QueueId queue, const typename W::Law& law, Instant date,
                                          Duration latency, std::uint32_t bytes) {
  /// Spends CPU time: calibrated work, never a wall-clock deadline.
  world.compute(law);
  /// A duration drawn from `law`.
  { world.draw(law) } -> std::same_as<Duration>;
  /// Tells the host that queue has something available.
  world.kick(queue);
  /// Forgets the interrupts that came so far. Then look into the rings, and only then wait.
  world.clear_interrupts();
  /// Halts until an interrupt that came after the last clear_interrupts; or until `date`.
  world.wait_for_interrupt();
  world.wait_for_interrupt_until(date);
  /// Spins until a used ring of this vcpu moves; or until `date`.
  world.wait_for_used();
  world.wait_for_used_until(date);
  /// One request is done; `latency` is from post (open loop: intended arrival) to reap.
  world.completed(queue, latency, bytes);
  world.dropped(queue);
  /// The peer broke the ring's rules; the program ends.
  world.ring_is_broken(queue);
};

/// What became of a request that the device took from the ring.
struct Served {
  bool is_complete = true;    ///< false: its completion comes later, through the backend
  std::uint32_t written = 0;  ///< bytes written to the driver's buffers
};

template <class W, class Chain>
concept DeviceWorld = World<W> && requires(W world, QueueId queue, const Chain& chain) {
  { world.serve(queue, chain) } -> std::same_as<Served>;
  world.interrupt(queue);
  world.ring_is_broken(queue);
};

}  // namespace kickpath::program
