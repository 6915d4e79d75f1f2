#pragma once
#include "program/world.hpp"

namespace kickpath::program {

/// The doorbell of 2009: the guest rings and goes on; a request is done when the write is. No ring is
/// involved.
template <GuestWorld W>
void run_doorbell_loop(W& world, QueueId queue, const typename W::Law& compute) {
  while (!world.is_stopping()) {
    world.compute(compute);
    const Instant begun = world.now();
    world.kick(queue);
    world.completed(queue, world.now() - begun, 0);
  }
}

}  // namespace kickpath::program
