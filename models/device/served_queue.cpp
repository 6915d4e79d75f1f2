#include "device/served_queue.hpp"

#include <span>
#include <utility>

#include "device/device_world.hpp"

namespace kickpath::device {

ServedQueue::ServedQueue(const ServedQueueParts& parts)
    : parts_(parts), memory_(parts.memory, toucher_, parts.extent), queue_(make_side()), kicks_(parts.host),
      completions_(parts.host), lock_(parts.host) {}

ServedQueue::DeviceSide ServedQueue::make_side() {
  if (const auto* packed = std::get_if<virtqueue::PackedLayout>(&parts_.rings)) {
    lengths_.resize(packed->size);
    return PackedDevice(memory_, *packed, std::span(lengths_), parts_.suppression);
  }
  const auto& rings = std::get<virtqueue::QueueLayout>(parts_.rings);
  if (parts_.notify_on_empty) return NotifyOnEmpty(memory_, rings, parts_.suppression);
  return SplitDevice(memory_, rings, parts_.suppression);
}

template <class Work>
auto ServedQueue::visit(host::Task& server, Work work) {
  return lock_.visit(server, [&] {
    return std::visit(
        [&](auto& queue) {
          DeviceWorld world(*this, server);
          return work(world, queue);
        },
        queue_);
  });
}

void ServedQueue::drain(host::Task& server) {
  visit(server, [&](DeviceWorld& world, auto& queue) {
    parts_.backend.plug(server);
    if (are_kicks_stopped_) {
      program::drain_while_polling(world, parts_.id, queue);
    } else {
      program::drain(world, parts_.id, queue);
    }
    world.settle();
    parts_.backend.unplug(server);
  });
  tell_if_quiet(server);
}

void ServedQueue::reap_completions(host::Task& server) {
  visit(server, [&](DeviceWorld& world, auto& queue) {
    if (finished_.empty()) return;
    parts_.backend.collect(server);
    while (!finished_.empty()) {
      const Ticket ticket = finished_.front();
      finished_.erase(finished_.begin());
      if (server.is_watched()) [[unlikely]]
        note_resumed(server, ticket.head);
      program::push_used(world, parts_.id, queue, ticket.head, ticket.written);
    }
    program::interrupt_if_needed(world, parts_.id, queue);
    world.settle();
  });
  tell_if_quiet(server);
}

void ServedQueue::tell_if_quiet(host::Task& server) {
  if (awaits_quiet_ == nullptr || !is_quiet()) [[likely]]
    return;
  parts_.host.wake(*std::exchange(awaits_quiet_, nullptr), server);
}

// Inside the lock, so that no visitor is between taking a request and having it in flight.
void ServedQueue::await_quiet(host::Task& waiter) {
  while (!lock_.visit(waiter, [&] { return is_quiet(); })) {
    awaits_quiet_ = &waiter;
    if (is_quiet()) continue;  // since then
    waiter.block("the requests in flight");
  }
  awaits_quiet_ = nullptr;
}

// The disk's interrupt comes to the core that submitted (as blk-mq steers it).
void ServedQueue::complete(Ticket ticket) {
  if (parts_.probes != nullptr) parts_.probes->finished(id_of(ticket.head));
  finished_.push_back(ticket);
  completions_.signal_from_irq(toucher_.task->core());
}

// QEMU util/thread-pool.c worker_thread: the event loop is told by a write to its eventfd.
void ServedQueue::complete_by(host::Task& worker, Ticket ticket) {
  if (parts_.probes != nullptr) parts_.probes->finished(id_of(ticket.head));
  finished_.push_back(ticket);
  completions_.write(worker);
}

void ServedQueue::note_resumed(host::Task& server, std::uint16_t head) {
  served_head_ = head;
  if (parts_.probes != nullptr) parts_.probes->resumed(server, id_of(head));
}

void ServedQueue::stop_kicks(host::Task& server) {
  visit(server, [&](DeviceWorld& world, auto& queue) {
    are_kicks_stopped_ = true;
    queue.disable_notifications();
    world.settle();
  });
}

bool ServedQueue::has_pending(host::Task& server) {
  return visit(server, [](DeviceWorld& world, auto& queue) {
    const bool has = queue.has_pending();
    world.settle();
    return has;
  });
}

bool ServedQueue::serve(host::Task& server, const server::Budget& budget) {
  const bool has_more = visit(server, [&](DeviceWorld& world, auto& queue) {
    parts_.backend.plug(server);
    const bool is_budget_used = program::drain_while_polling(
        world, parts_.id, queue, program::Budget{budget.requests, budget.bytes});
    world.settle();
    parts_.backend.unplug(server);
    return is_budget_used;
  });
  tell_if_quiet(server);
  return has_more;
}

bool ServedQueue::resume_kicks(host::Task& server) {
  return visit(server, [&](DeviceWorld& world, auto& queue) {
    are_kicks_stopped_ = false;
    const bool came_meanwhile = queue.enable_notifications();
    world.settle();
    return came_meanwhile;
  });
}

}  // namespace kickpath::device
