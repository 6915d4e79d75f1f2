#pragma once
#include <cstdint>

#include "virtqueue/descriptor.hpp"
#include "virtqueue/guest_memory.hpp"

/// Where the words of a split virtqueue lie: VirtIO 1.3 2.7 (sizes, alignments), 2.7.6 (available), 2.7.8
/// (used).
///
///   available: flags u16, idx u16, ring[size] u16, used_event u16
///   used:      flags u16, idx u16, ring[size] {id u32, length u32}, avail_event u16
namespace kickpath::virtqueue {

constexpr std::uint16_t max_queue_size = 32768;
constexpr std::uint64_t cache_line = 64;  ///< bytes

constexpr std::uint64_t desc_alignment = 16;
constexpr std::uint64_t avail_alignment = 2;
constexpr std::uint64_t used_alignment = 4;

constexpr std::uint64_t desc_bytes(std::uint16_t size) { return 16u * std::uint64_t{size}; }
constexpr std::uint64_t avail_bytes(std::uint16_t size) { return 6u + 2u * std::uint64_t{size}; }
constexpr std::uint64_t used_bytes(std::uint16_t size) { return 6u + 8u * std::uint64_t{size}; }

// By hand: std::has_single_bit calls libgcc's popcount, which the guest does not link.
constexpr bool is_queue_size(std::uint16_t size) {
  return size != 0 && size <= max_queue_size && (size & (size - 1u)) == 0;
}

constexpr std::uint16_t no_interrupt = 1;  ///< VIRTQ_AVAIL_F_NO_INTERRUPT, in the available flags
constexpr std::uint16_t no_notify = 1;     ///< VIRTQ_USED_F_NO_NOTIFY, in the used flags

/// The three parts of one queue and the addresses within. `index` runs freely, modulo 2^16; `size` is a power
/// of two.
struct QueueLayout {
  GuestAddress desc, avail, used;
  std::uint16_t size = 0;  ///< descriptors

  constexpr GuestAddress descriptor(std::uint16_t i) const { return desc + 16u * std::uint64_t{i}; }

  constexpr GuestAddress avail_flags() const { return avail; }
  constexpr GuestAddress avail_idx() const { return avail + 2; }
  constexpr GuestAddress avail_entry(std::uint16_t index) const { return avail + 4 + 2 * place(index); }
  constexpr GuestAddress used_event() const { return avail + 4 + 2 * std::uint64_t{size}; }

  constexpr GuestAddress used_flags() const { return used; }
  constexpr GuestAddress used_idx() const { return used + 2; }
  constexpr GuestAddress used_entry_id(std::uint16_t index) const { return used + 4 + 8 * place(index); }
  constexpr GuestAddress used_entry_length(std::uint16_t index) const { return used + 8 + 8 * place(index); }
  constexpr GuestAddress avail_event() const { return used + 4 + 8 * std::uint64_t{size}; }

 private:
  constexpr std::uint64_t place(std::uint16_t index) const { return index & (size - 1u); }
};

constexpr std::uint64_t round_up(std::uint64_t n, std::uint64_t alignment) {
  return (n + alignment - 1) / alignment * alignment;
}

/// Descriptors, available and used ring one after the other in an area that begins at `area` (16-byte
/// aligned). Each part starts on a multiple of `part_alignment`, a power of two of 16 or more; by default no
/// two parts share a cache line.
constexpr QueueLayout lay_out(GuestAddress area, std::uint16_t size,
                              std::uint64_t part_alignment = cache_line) {
  const GuestAddress desc{round_up(area.value, part_alignment)};
  const GuestAddress avail{round_up(desc.value + desc_bytes(size), part_alignment)};
  const GuestAddress used{round_up(avail.value + avail_bytes(size), part_alignment)};
  return {desc, avail, used, size};
}

/// Bytes of an area that begins on a multiple of `part_alignment`; whole multiples of it, so that areas can
/// follow each other.
constexpr std::uint64_t area_bytes(std::uint16_t size, std::uint64_t part_alignment = cache_line) {
  const QueueLayout layout = lay_out(GuestAddress{0}, size, part_alignment);
  return round_up(layout.used.value + used_bytes(size), part_alignment);
}

/// May a queue live here: a legal size, parts aligned and all in memory?
template <GuestMemory M>
constexpr bool is_usable(const M& memory, const QueueLayout& q) {
  return is_queue_size(q.size) && is_aligned(q.desc, desc_alignment) &&
         is_aligned(q.avail, avail_alignment) && is_aligned(q.used, used_alignment) &&
         memory.contains(q.desc, desc_bytes(q.size)) && memory.contains(q.avail, avail_bytes(q.size)) &&
         memory.contains(q.used, used_bytes(q.size));
}

}  // namespace kickpath::virtqueue
