#pragma once
#include <concepts>

#include "guest/arena.hpp"
#include "guest/world.hpp"
#include "program/driver_side.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::guest {

using Memory = virtqueue::DirectMemory;
using SplitDriver = virtqueue::SplitDriver<Memory>;
using PackedDriver = virtqueue::PackedDriver<Memory>;

template <virtqueue::DriverQueue Q>
using Side = program::DriverSide<World, Q>;
template <virtqueue::DriverQueue Q>
using Sides = program::Sides<World, Q>;

/// All queues of a vcpu have the rings of its first.
inline bool are_packed(const protocol::Plan& plan) {
  const auto* controls = reinterpret_cast<const protocol::QueueControl*>(plan.queue_table);
  return plan.queues != 0 && controls->packed_rings.size != 0;
}

template <virtqueue::DriverQueue Q>
const auto& rings_of(const protocol::QueueControl& control) {
  if constexpr (std::same_as<Q, PackedDriver>) {
    return control.packed_rings;
  } else {
    return control.rings;
  }
}

/// The drivers of the vcpu's queues, built where the VMM has left room. From then on the devices may look at
/// the rings.
template <virtqueue::DriverQueue Q>
Sides<Q> make_sides(World& world, const protocol::Plan& plan, Arena& arena) {
  const Memory memory{reinterpret_cast<std::byte*>(plan.shared), virtqueue::GuestAddress{plan.shared},
                      plan.shared_bytes};
  const auto* controls = reinterpret_cast<const protocol::QueueControl*>(plan.queue_table);
  auto* drivers = arena.room_for<Q>(plan.queues);
  auto* tables = arena.room_for<program::RequestTable>(plan.queues);
  auto* sides = arena.room_for<Side<Q>>(plan.queues);
  for (std::size_t i = 0; i < plan.queues; ++i) {
    const protocol::QueueControl& control = controls[i];
    const auto& rings = rings_of<Q>(control);
    const auto slots = make_at<virtqueue::DriverSlot>(control.driver_slots, rings.size);
    const auto requests = make_at<program::RequestSlot>(control.request_slots, control.in_flight);
    new (drivers + i) Q(memory, rings, slots, control.suppression);
    new (tables + i) program::RequestTable(requests);
    new (sides + i) Side<Q>(world, QueueId{control.id}, memory, drivers[i], control.requests, tables[i]);
  }
  return {sides, plan.queues};
}

/// What make_sides() takes of the arena for each queue, and what the open loop adds.
template <virtqueue::DriverQueue Q>
constexpr std::size_t arena_bytes =
    sizeof(Q) + sizeof(program::RequestTable) + sizeof(Side<Q>) + sizeof(Instant) + 4 * 16;
static_assert(arena_bytes<SplitDriver> <= protocol::arena_bytes_of_queue);
static_assert(arena_bytes<PackedDriver> <= protocol::arena_bytes_of_queue);

}  // namespace kickpath::guest
