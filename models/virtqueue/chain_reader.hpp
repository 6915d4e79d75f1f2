#pragma once
#include <cstdint>

#include "virtqueue/chain_check.hpp"
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

  DeviceError enter_table(const Descriptor& d) {
    if (is_in_table_) return DeviceError::nested_indirect;
    const DeviceError error = check_table(memory_, d);
    if (error != DeviceError::none) return error;
    is_in_table_ = true;
    table_ = d.address;
    entries_ = d.length / 16;
    return DeviceError::none;
  }

  // A chain without room for more is followed to its end all the same: it may break worse rules.
  DeviceError take(const Descriptor& d) {
    ++seen_;
    const DeviceError error = take_buffer(memory_, d, chain_);
    if (error != DeviceError::chain_too_long) return error;
    has_room_ = false;
    return DeviceError::none;
  }

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
