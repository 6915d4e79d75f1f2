#pragma once
#include <cstddef>
#include <cstdint>

#include "virtqueue/guest_memory.hpp"

namespace kickpath::virtqueue {

/// VirtIO 1.3 2.7.5, struct virtq_desc.
struct Descriptor {
  GuestAddress address;
  std::uint32_t length = 0;  ///< bytes
  std::uint16_t flags = 0;
  std::uint16_t next = 0;  ///< index in the same table, when flags has F_NEXT
};
static_assert(sizeof(Descriptor) == 16 && offsetof(Descriptor, length) == 8 &&
              offsetof(Descriptor, flags) == 12 && offsetof(Descriptor, next) == 14);

namespace descriptor_flag {
constexpr std::uint16_t next = 1;      ///< VIRTQ_DESC_F_NEXT
constexpr std::uint16_t write = 2;     ///< VIRTQ_DESC_F_WRITE: the device writes, else it reads
constexpr std::uint16_t indirect = 4;  ///< VIRTQ_DESC_F_INDIRECT: the buffer is a table of descriptors
}  // namespace descriptor_flag

// Two words instead of four fields: the copy is the device's own, and what the driver changes later cannot
// undo a check.
template <GuestMemory M>
Descriptor load_descriptor(M& memory, GuestAddress at) {
  const auto address = memory.template load<std::uint64_t>(at);
  const auto rest = memory.template load<std::uint64_t>(at + 8);
  return {GuestAddress{address}, static_cast<std::uint32_t>(rest), static_cast<std::uint16_t>(rest >> 32),
          static_cast<std::uint16_t>(rest >> 48)};
}

template <GuestMemory M>
void store_descriptor(M& memory, GuestAddress at, const Descriptor& d) {
  memory.template store<std::uint64_t>(at, d.address.value);
  memory.template store<std::uint64_t>(at + 8,
                                       d.length | std::uint64_t{d.flags} << 32 | std::uint64_t{d.next} << 48);
}

}  // namespace kickpath::virtqueue
