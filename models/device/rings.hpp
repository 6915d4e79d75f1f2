#pragma once
#include <cstdint>
#include <variant>

#include "device/device_spec.hpp"
#include "virtqueue/packed_layout.hpp"

/// Where the rings of a queue lie, of whichever layout.
namespace kickpath::device {

using Rings = std::variant<virtqueue::QueueLayout, virtqueue::PackedLayout>;

inline Rings lay_out(virtqueue::GuestAddress area, const QueueSpec& queue) {
  if (queue.layout == Layout::packed) return virtqueue::lay_out_packed(area, queue.size);
  return virtqueue::lay_out(area, queue.size);
}

constexpr std::uint64_t area_bytes(const QueueSpec& queue) {
  return queue.layout == Layout::packed ? virtqueue::packed_area_bytes(queue.size)
                                        : virtqueue::area_bytes(queue.size);
}

}  // namespace kickpath::device
