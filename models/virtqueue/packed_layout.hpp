#pragma once
#include <cstdint>

#include "virtqueue/layout.hpp"

/// Where the words of a packed virtqueue lie: VirtIO 1.3 2.8 (sizes, alignments), 2.8.13 (descriptors),
/// 2.8.14 (event suppression).
///
///   ring:         {address u64, length u32, id u16, flags u16}[size]
///   driver event: {offset and wrap u16, flags u16}, which the driver writes
///   device event: the same, which the device writes
namespace kickpath::virtqueue {

namespace descriptor_flag {
constexpr std::uint16_t available = 1u << 7;  ///< VIRTQ_DESC_F_AVAIL
constexpr std::uint16_t used = 1u << 15;      ///< VIRTQ_DESC_F_USED
}  // namespace descriptor_flag

constexpr std::uint64_t event_bytes = 4;
constexpr std::uint64_t event_alignment = 4;

/// Need not be a power of two: VirtIO 1.3 2.8.10.1.
constexpr bool is_packed_size(std::uint16_t size) { return size != 0 && size <= max_queue_size; }

struct PackedLayout {
  GuestAddress ring, driver_event, device_event;
  std::uint16_t size = 0;  ///< descriptors

  constexpr GuestAddress descriptor(std::uint16_t i) const { return ring + 16u * std::uint64_t{i}; }
  constexpr GuestAddress length(std::uint16_t i) const { return descriptor(i) + 8; }
  constexpr GuestAddress id(std::uint16_t i) const { return descriptor(i) + 12; }
  constexpr GuestAddress flags(std::uint16_t i) const { return descriptor(i) + 14; }
};

/// A place in the ring with the wrap counter that it is visited with: VirtIO 1.3 2.8.1. Counters begin at 1.
struct RingPosition {
  std::uint16_t offset = 0;
  bool wrap = true;

  constexpr void advance(std::uint16_t descriptors, std::uint16_t size) {
    const std::uint32_t sum = std::uint32_t{offset} + descriptors;
    wrap ^= sum >= size;
    offset = static_cast<std::uint16_t>(sum >= size ? sum - size : sum);
  }

  /// As an event structure has it.
  constexpr std::uint16_t word() const {
    return static_cast<std::uint16_t>(offset | (wrap ? 1u << 15 : 0u));
  }

  /// The flags by which a driver at this position says: available.
  constexpr std::uint16_t available_flags() const {
    return wrap ? descriptor_flag::available : descriptor_flag::used;
  }
  /// The flags by which a device at this position says: used.
  constexpr std::uint16_t used_flags() const {
    return wrap ? static_cast<std::uint16_t>(descriptor_flag::available | descriptor_flag::used)
                : std::uint16_t{0};
  }

  constexpr bool is_available(std::uint16_t flags) const { return state(flags) == available_flags(); }
  constexpr bool is_used(std::uint16_t flags) const { return state(flags) == used_flags(); }

 private:
  static constexpr std::uint16_t state(std::uint16_t flags) {
    return flags & (descriptor_flag::available | descriptor_flag::used);
  }
};

/// The ring and the two event structures one after the other in an area that begins at `area`, by default no
/// two in one cache line.
constexpr PackedLayout lay_out_packed(GuestAddress area, std::uint16_t size,
                                      std::uint64_t part_alignment = cache_line) {
  const GuestAddress ring{round_up(area.value, part_alignment)};
  const GuestAddress driver{round_up(ring.value + desc_bytes(size), part_alignment)};
  const GuestAddress device{round_up(driver.value + event_bytes, part_alignment)};
  return {ring, driver, device, size};
}

constexpr std::uint64_t packed_area_bytes(std::uint16_t size, std::uint64_t part_alignment = cache_line) {
  const PackedLayout layout = lay_out_packed(GuestAddress{0}, size, part_alignment);
  return round_up(layout.device_event.value + event_bytes, part_alignment);
}

template <GuestMemory M>
constexpr bool is_usable(const M& memory, const PackedLayout& q) {
  return is_packed_size(q.size) && is_aligned(q.ring, desc_alignment) &&
         is_aligned(q.driver_event, event_alignment) && is_aligned(q.device_event, event_alignment) &&
         memory.contains(q.ring, desc_bytes(q.size)) && memory.contains(q.driver_event, event_bytes) &&
         memory.contains(q.device_event, event_bytes);
}

}  // namespace kickpath::virtqueue
