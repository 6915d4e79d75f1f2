#pragma once
#include <cstdint>

#include "virtqueue/chain_check.hpp"
#include "virtqueue/packed_layout.hpp"

namespace kickpath::virtqueue {

/// Follows one chain of a packed ring, of a driver that is not trusted: descriptors that follow each other,
/// of which the last has the buffer id; or one that leads to a table, whose entries are all used in their
/// order (VirtIO 1.3 2.8.6, 2.8.7). Each is loaded once, checked, then used.
template <GuestMemory M>
class PackedChainReader {
 public:
  /// `room`: descriptors that the driver can own from `first` on.
  PackedChainReader(M& memory, const PackedLayout& queue, RingPosition first, std::uint16_t room,
                    Chain& chain)
      : memory_(memory), queue_(queue), at_(first), room_(room), chain_(chain) {}

  /// `first_flags` are those that said: available. The chain is good for use only when this says `none`.
  DeviceError read(std::uint16_t first_flags) {
    if (room_ == 0) return DeviceError::avail_index_jump;
    Descriptor d = load(queue_.descriptor(at_.offset));
    d.flags = first_flags;
    const DeviceError error = (d.flags & descriptor_flag::indirect) != 0 ? table(d) : walk(d);
    if (error != DeviceError::none) return error;
    return chain_.head() < queue_.size ? DeviceError::none : DeviceError::head_out_of_range;
  }

  std::uint16_t descriptors() const { return descriptors_; }

 private:
  // `next` has the id, which lies in front of the flags instead of behind them as in a split ring.
  Descriptor load(GuestAddress at) {
    const auto address = memory_.template load<std::uint64_t>(at);
    const auto rest = memory_.template load<std::uint64_t>(at + 8);
    return {GuestAddress{address}, static_cast<std::uint32_t>(rest), static_cast<std::uint16_t>(rest >> 48),
            static_cast<std::uint16_t>(rest >> 32)};
  }

  DeviceError walk(Descriptor d) {
    bool has_room = true;
    for (descriptors_ = 1;; ++descriptors_) {
      if ((d.flags & descriptor_flag::indirect) != 0) return DeviceError::indirect_with_next;
      const DeviceError error = take_buffer(memory_, d, chain_);
      has_room &= error != DeviceError::chain_too_long;
      if (error != DeviceError::none && error != DeviceError::chain_too_long) return error;
      if ((d.flags & descriptor_flag::next) == 0) break;
      if (descriptors_ == room_) return DeviceError::chain_loops;
      at_.advance(1, queue_.size);
      d = load(queue_.descriptor(at_.offset));
    }
    chain_.set_head(d.next);
    return has_room ? DeviceError::none : DeviceError::chain_too_long;
  }

  DeviceError table(const Descriptor& leading) {
    const DeviceError bad = check_table(memory_, leading);
    if (bad != DeviceError::none) return bad;
    descriptors_ = 1;
    chain_.set_head(leading.next);
    const std::uint32_t entries = leading.length / 16;
    if (entries > queue_.size) return DeviceError::chain_loops;
    for (std::uint32_t i = 0; i < entries; ++i) {
      // All flags but F_WRITE are reserved there, and to be ignored (2.8.7).
      const DeviceError error = take_buffer(memory_, load(leading.address + 16u * std::uint64_t{i}), chain_);
      if (error != DeviceError::none) return error;
    }
    return DeviceError::none;
  }

  M& memory_;
  const PackedLayout& queue_;
  RingPosition at_;
  std::uint16_t room_;
  Chain& chain_;
  std::uint16_t descriptors_ = 0;
};

}  // namespace kickpath::virtqueue
