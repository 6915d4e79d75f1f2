#pragma once
#include "guest/arena.hpp"
#include "guest/world.hpp"
#include "program/driver_side.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::guest {

using Memory = virtqueue::DirectMemory;
using Side = program::DriverSide<World, virtqueue::SplitDriver<Memory>>;
using Sides = program::Sides<World, virtqueue::SplitDriver<Memory>>;

/// The drivers of the vcpu's queues, built where the VMM has left room. From then on the devices may look at
/// the rings.
inline Sides make_sides(World& world, const protocol::Plan& plan, Arena& arena) {
  const Memory memory{reinterpret_cast<std::byte*>(plan.shared), virtqueue::GuestAddress{plan.shared},
                      plan.shared_bytes};
  const auto* controls = reinterpret_cast<const protocol::QueueControl*>(plan.queue_table);
  auto* drivers = arena.room_for<virtqueue::SplitDriver<Memory>>(plan.queues);
  auto* tables = arena.room_for<program::RequestTable>(plan.queues);
  auto* sides = arena.room_for<Side>(plan.queues);
  for (std::size_t i = 0; i < plan.queues; ++i) {
    const protocol::QueueControl& control = controls[i];
    const auto slots = make_at<virtqueue::DriverSlot>(control.driver_slots, control.rings.size);
    const auto requests = make_at<program::RequestSlot>(control.request_slots, control.in_flight);
    new (drivers + i) virtqueue::SplitDriver<Memory>(memory, control.rings, slots, control.suppression);
    new (tables + i) program::RequestTable(requests);
    new (sides + i) Side(world, QueueId{control.id}, memory, drivers[i], control.requests, tables[i]);
  }
  return {sides, plan.queues};
}

// What make_sides() takes of the arena for each queue, and what the open loop adds.
static_assert(sizeof(virtqueue::SplitDriver<Memory>) + sizeof(program::RequestTable) + sizeof(Side) +
                  sizeof(Instant) + 4 * 16 <=
              protocol::arena_bytes_of_queue);

}  // namespace kickpath::guest
