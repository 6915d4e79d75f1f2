#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>

#include "virtqueue/buffer.hpp"
#include "virtqueue/driver_result.hpp"
#include "virtqueue/guest_memory.hpp"

/// The driver's side of a virtqueue, whatever its layout: split_driver.hpp, packed_driver.hpp. A used entry
/// that makes no sense is an error, never an access.
///
/// The loop: add(), which the device may see at once; needs_kick() once per batch, and the caller kicks;
/// reap() until nothing comes; before waiting enable_interrupts(), and reap again if it says so; or
/// enable_interrupts_delayed(), which with event_idx asks for one interrupt at three quarters of what is in
/// flight (Linux v6.6 drivers/virtio/virtio_ring.c virtqueue_enable_cb_delayed). One thread
/// at a time. When is_broken(), nothing is added, reaped, written or asked for any more.
namespace kickpath::virtqueue {

template <class Q>
concept DriverQueue = GuestMemory<typename Q::Memory> &&
    requires(Q queue, const Q& constant, std::span<const Buffer> buffers, std::uint32_t token,
             GuestAddress table) {
  { queue.add(buffers, token) } -> std::same_as<AddResult>;
  { queue.add_indirect(buffers, token, table) } -> std::same_as<AddResult>;
  { queue.needs_kick() } -> std::same_as<bool>;
  { queue.has_used() } -> std::same_as<bool>;
  { queue.reap() } -> std::same_as<std::optional<Used>>;
  queue.disable_interrupts();
  { queue.enable_interrupts() } -> std::same_as<bool>;
  { queue.enable_interrupts_delayed() } -> std::same_as<bool>;
  { constant.is_broken() } -> std::same_as<bool>;
  { constant.error() } -> std::same_as<DriverError>;
  { constant.free_descriptors() } -> std::same_as<std::uint16_t>;
  { constant.in_flight() } -> std::same_as<std::uint16_t>;
};

}  // namespace kickpath::virtqueue
