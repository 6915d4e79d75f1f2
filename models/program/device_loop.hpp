#pragma once
#include <cstdint>

#include "program/world.hpp"
#include "virtqueue/device.hpp"

/// The device's side (design.md section 1): woken, disable notifications; pop, serve, push until empty;
/// re-enable; check again; one interrupt test per drain.
namespace kickpath::program {

template <virtqueue::GuestMemory M, DeviceWorld<virtqueue::Chain> W>
void push_used(W& world, QueueId id, virtqueue::DeviceQueue<M>& queue, std::uint16_t head,
               std::uint32_t written) {
  world.about_to(RingOperation::push, id);
  queue.push(head, written);
}

template <virtqueue::GuestMemory M, DeviceWorld<virtqueue::Chain> W>
void interrupt_if_needed(W& world, QueueId id, virtqueue::DeviceQueue<M>& queue) {
  world.about_to(RingOperation::interrupt_test, id);
  if (queue.needs_interrupt()) world.interrupt(id);
}

/// Pops and serves until the ring is empty; how many requests completed inline.
template <virtqueue::GuestMemory M, DeviceWorld<virtqueue::Chain> W>
std::uint32_t serve_until_empty(W& world, QueueId id, virtqueue::DeviceQueue<M>& queue) {
  std::uint32_t completed = 0;
  while (queue.has_pending() && !world.is_stopping()) {
    world.about_to(RingOperation::pop, id);
    const auto chain = queue.pop();
    if (!chain) break;
    const Served served = world.serve(id, *chain);
    if (!served.is_complete) continue;
    push_used(world, id, queue, chain->head(), served.written);
    ++completed;
  }
  return completed;
}

/// One visit to the queue. Notifications are off while it lasts and on afterwards.
template <virtqueue::GuestMemory M, DeviceWorld<virtqueue::Chain> W>
void drain(W& world, QueueId id, virtqueue::DeviceQueue<M>& queue) {
  std::uint32_t completed = 0;
  do {
    queue.disable_notifications();
    completed += serve_until_empty(world, id, queue);
  } while (queue.enable_notifications() && !world.is_stopping());
  if (queue.is_broken()) world.ring_is_broken(id);
  if (completed != 0) interrupt_if_needed(world, id, queue);
}

/// One visit by a server that polls: notifications are off, and stay off (QEMU hw/block/virtio-blk.c
/// virtio_blk_handle_vq, suppress_notifications). The server looks again by itself.
template <virtqueue::GuestMemory M, DeviceWorld<virtqueue::Chain> W>
void drain_while_polling(W& world, QueueId id, virtqueue::DeviceQueue<M>& queue) {
  const std::uint32_t completed = serve_until_empty(world, id, queue);
  if (queue.is_broken()) world.ring_is_broken(id);
  if (completed != 0) interrupt_if_needed(world, id, queue);
}

}  // namespace kickpath::program
