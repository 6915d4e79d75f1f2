#pragma once
#include <cstdint>

#include "program/world.hpp"
#include "virtqueue/device_queue.hpp"

/// The device's side (design.md section 1): woken, disable notifications; pop, serve, push until empty;
/// re-enable; check again; one interrupt test per drain.
namespace kickpath::program {

template <virtqueue::DeviceQueue Q, DeviceWorld<virtqueue::Chain> W>
void push_used(W& world, QueueId id, Q& queue, std::uint16_t head,
               std::uint32_t written) {
  world.about_to(RingOperation::push, id);
  queue.push(head, written);
}

template <virtqueue::DeviceQueue Q, DeviceWorld<virtqueue::Chain> W>
void interrupt_if_needed(W& world, QueueId id, Q& queue) {
  world.about_to(RingOperation::interrupt_test, id);
  if (queue.needs_interrupt()) world.interrupt(id);
}

/// How much one visit may serve.
struct Budget {
  std::uint32_t requests = ~std::uint32_t{0};
  std::uint64_t bytes = ~std::uint64_t{0};
};

/// What a visit has done.
struct Visit {
  std::uint32_t completed = 0;  ///< inline
  bool has_more = false;        ///< the budget ended it
};

/// Pops and serves until the ring is empty, or until the budget is used up (Linux drivers/vhost/vhost.c
/// vhost_exceeds_weight, which is asked after each request).
template <virtqueue::DeviceQueue Q, DeviceWorld<virtqueue::Chain> W>
Visit serve_until_empty(W& world, QueueId id, Q& queue, Budget budget = {}) {
  Visit visit;
  while (queue.has_pending() && !world.is_stopping()) {
    if (budget.requests == 0 || budget.bytes == 0) {
      visit.has_more = true;
      break;
    }
    world.about_to(RingOperation::pop, id);
    const auto chain = queue.pop();
    if (!chain) break;
    --budget.requests;
    budget.bytes -= chain->bytes() < budget.bytes ? chain->bytes() : budget.bytes;
    const Served served = world.serve(id, *chain);
    if (!served.is_complete) continue;
    push_used(world, id, queue, chain->head(), served.written);
    ++visit.completed;
  }
  return visit;
}

/// One visit to the queue. Notifications are off while it lasts and on afterwards.
template <virtqueue::DeviceQueue Q, DeviceWorld<virtqueue::Chain> W>
void drain(W& world, QueueId id, Q& queue) {
  std::uint32_t completed = 0;
  do {
    queue.disable_notifications();
    completed += serve_until_empty(world, id, queue).completed;
  } while (queue.enable_notifications() && !world.is_stopping());
  if (queue.is_broken()) world.ring_is_broken(id);
  if (completed != 0) interrupt_if_needed(world, id, queue);
}

/// One visit by a server that polls: notifications are off, and stay off (QEMU hw/block/virtio-blk.c
/// virtio_blk_handle_vq, suppress_notifications). The server looks again by itself. True: the budget ended
/// it.
template <virtqueue::DeviceQueue Q, DeviceWorld<virtqueue::Chain> W>
bool drain_while_polling(W& world, QueueId id, Q& queue, const Budget& budget = {}) {
  const Visit visit = serve_until_empty(world, id, queue, budget);
  if (queue.is_broken()) world.ring_is_broken(id);
  if (visit.completed != 0) interrupt_if_needed(world, id, queue);
  return visit.has_more;
}

}  // namespace kickpath::program
