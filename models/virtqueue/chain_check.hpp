#pragma once
#include <cstdint>

#include "virtqueue/chain.hpp"
#include "virtqueue/descriptor.hpp"
#include "virtqueue/device_error.hpp"
#include "virtqueue/guest_memory.hpp"

/// What holds for the buffers and indirect tables of a driver that is not trusted, whatever the layout.
namespace kickpath::virtqueue {

/// Appends the buffer of `d` to `chain`. `chain_too_long`: legal so far, but there was no room for it.
/// In place, because it is in the loop of every request.
template <GuestMemory M>
[[gnu::always_inline]] inline DeviceError take_buffer(const M& memory, const Descriptor& d, Chain& chain) {
  constexpr std::uint64_t max_bytes = std::uint64_t{1} << 32;
  const bool is_writable = (d.flags & descriptor_flag::write) != 0;
  if (d.length == 0) return DeviceError::zero_length;
  if (!memory.contains(d.address, d.length)) return DeviceError::address_out_of_range;
  if (!is_writable && chain.writable_bytes() > 0) return DeviceError::readable_after_writable;
  const bool has_room = chain.append({d.address, d.length, is_writable});
  if (chain.bytes() > max_bytes) return DeviceError::too_many_bytes;
  return has_room ? DeviceError::none : DeviceError::chain_too_long;
}

// F_WRITE of the descriptor that leads to the table means nothing: VirtIO 1.3 2.7.5.3.2.
template <GuestMemory M>
DeviceError check_table(const M& memory, const Descriptor& d) {
  if ((d.flags & descriptor_flag::next) != 0) return DeviceError::indirect_with_next;
  if (d.length == 0 || d.length % 16 != 0) return DeviceError::bad_indirect_length;
  const bool is_there = is_aligned(d.address, 8) && memory.contains(d.address, d.length);
  return is_there ? DeviceError::none : DeviceError::bad_indirect_address;
}

}  // namespace kickpath::virtqueue
