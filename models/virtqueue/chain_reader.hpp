#pragma once
#include <cstdint>

#include "virtqueue/chain.hpp"
#include "virtqueue/descriptor.hpp"
#include "virtqueue/device_error.hpp"
#include "virtqueue/layout.hpp"

namespace kickpath::virtqueue {

/// Follows one chain of a driver that is not trusted. Each descriptor is loaded once, checked, then used; at
/// most `size` buffers are looked at. Direct descriptors may lead to one indirect table at their end
/// (VirtIO 1.3 2.7.5.3).
template <GuestMemory M>
class ChainReader {
 public:
  /// `queue` must be usable; `chain` is new, with the head to begin with, and good for use only when the
  /// result is `none`.
  static DeviceError read(M& memory, const QueueLayout& queue, Chain& chain) {
    if (chain.head() >= queue.size) return DeviceError::head_out_of_range;
    return ChainReader{memory, queue, chain}.walk();
  }

 private:
  ChainReader(M& memory, const QueueLayout& queue, Chain& chain)
      : memory_(memory), chain_(chain), limit_(queue.size), table_(queue.desc), entries_(queue.size) {}

  DeviceError walk() {
    std::uint32_t index = chain_.head();
    while (seen_ < limit_) {
      const Descriptor d = load_descriptor(memory_, table_ + 16u * std::uint64_t{index});
      const bool has_next = (d.flags & descriptor_flag::next) != 0;
      const bool is_indirect = (d.flags & descriptor_flag::indirect) != 0;
      const DeviceError error = is_indirect ? enter_table(d) : take(d);
      if (error != DeviceError::none) return error;
      if (!is_indirect && !has_next) return has_room_ ? DeviceError::none : DeviceError::chain_too_long;
      index = is_indirect ? 0u : d.next;
      if (index >= entries_) return DeviceError::next_out_of_range;
    }
    return DeviceError::chain_loops;
  }

  // F_WRITE of the descriptor that leads to the table means nothing: VirtIO 1.3 2.7.5.3.2.
  DeviceError enter_table(const Descriptor& d) {
    if (is_in_table_) return DeviceError::nested_indirect;
    if ((d.flags & descriptor_flag::next) != 0) return DeviceError::indirect_with_next;
    if (d.length == 0 || d.length % 16 != 0) return DeviceError::bad_indirect_length;
    if (!is_aligned(d.address, 8) || !memory_.contains(d.address, d.length)) {
      return DeviceError::bad_indirect_address;
    }
    is_in_table_ = true;
    table_ = d.address;
    entries_ = d.length / 16;
    return DeviceError::none;
  }

  DeviceError take(const Descriptor& d) {
    const bool is_writable = (d.flags & descriptor_flag::write) != 0;
    if (d.length == 0) return DeviceError::zero_length;
    if (!memory_.contains(d.address, d.length)) return DeviceError::address_out_of_range;
    if (!is_writable && chain_.writable_bytes() > 0) return DeviceError::readable_after_writable;
    has_room_ = chain_.append({d.address, d.length, is_writable});
    ++seen_;
    return chain_.bytes() > max_bytes ? DeviceError::too_many_bytes : DeviceError::none;
  }

  static constexpr std::uint64_t max_bytes = std::uint64_t{1} << 32;

  M& memory_;
  Chain& chain_;
  std::uint32_t limit_;
  GuestAddress table_;
  std::uint32_t entries_;
  std::uint32_t seen_ = 0;
  bool is_in_table_ = false;
  bool has_room_ = true;
};

}  // namespace kickpath::virtqueue
