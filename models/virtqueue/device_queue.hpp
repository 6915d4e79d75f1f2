#pragma once
#include <concepts>
#include <cstdint>
#include <optional>

#include "virtqueue/chain.hpp"
#include "virtqueue/device_error.hpp"
#include "virtqueue/guest_memory.hpp"

/// The device's side of a virtqueue, whatever its layout: split_device.hpp, packed_device.hpp. It trusts
/// nothing that the driver wrote.
///
/// The loop: disable_notifications(); pop() and push() until pop() is empty; enable_notifications(), and
/// again if it says so; then needs_interrupt() once, and the caller interrupts. The caller pushes each popped
/// chain once, in any order. One thread at a time. When is_broken(), nothing is popped, written or asked for
/// any more.
namespace kickpath::virtqueue {

template <class Q>
concept DeviceQueue = GuestMemory<typename Q::Memory> &&
    requires(Q queue, const Q& constant, std::uint16_t head, std::uint32_t written) {
  { queue.pop() } -> std::same_as<std::optional<Chain>>;
  queue.push(head, written);
  { queue.has_pending() } -> std::same_as<bool>;
  { queue.needs_interrupt() } -> std::same_as<bool>;
  queue.disable_notifications();
  { queue.enable_notifications() } -> std::same_as<bool>;
  { constant.is_broken() } -> std::same_as<bool>;
  { constant.error() } -> std::same_as<DeviceError>;
  { constant.in_flight() } -> std::same_as<std::uint16_t>;
};

}  // namespace kickpath::virtqueue
