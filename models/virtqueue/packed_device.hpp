#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "virtqueue/device_queue.hpp"
#include "virtqueue/packed_chain_reader.hpp"
#include "virtqueue/packed_event.hpp"
#include "virtqueue/packed_layout.hpp"

namespace kickpath::virtqueue {

/// The device's side of a packed virtqueue (VirtIO 1.3 2.8); the contract is device_queue.hpp's. A chain's
/// head is its buffer id. VirtIO sets no bound to ids; drivers in use stay below the queue's size (Linux
/// v6.6 drivers/virtio/virtio_ring.c), and others are refused.
template <GuestMemory M>
class PackedDevice {
 public:
  using Memory = M;

  /// `lengths` is the device's own memory, one word per descriptor, and outlives the queue: used entries are
  /// written over the descriptors, so the device must remember how many a chain had (2.8.6). `start`: where
  /// another device left off, with nothing in flight.
  PackedDevice(M memory, const PackedLayout& layout, std::span<std::uint16_t> lengths,
               Suppression suppression, RingPosition start = {})
      : memory_(memory), layout_(layout), lengths_(lengths.data()), avail_(start), used_(start),
        suppression_(suppression) {
    if (!is_usable(memory_, layout_) || lengths.size() < layout_.size || start.offset >= layout_.size) {
      error_ = DeviceError::bad_layout;
      return;
    }
    for (std::uint16_t i = 0; i < layout_.size; ++i) lengths_[i] = 0;
  }

  std::optional<Chain> pop() {
    std::optional<Chain> chain(std::in_place, std::uint16_t{0});  // as in split_device.hpp
    if (!has_pending() || !take(*chain)) chain.reset();
    return chain;
  }

  void push(std::uint16_t head, std::uint32_t written) {
    if (is_broken()) return;
    const std::uint16_t at = used_.offset;
    memory_.template store<std::uint32_t>(layout_.length(at), written);
    memory_.template store<std::uint16_t>(layout_.id(at), head);
    const unsigned write = written != 0 ? descriptor_flag::write : 0u;
    // Barrier B, pairs with packed_driver.hpp has_used: id, length and data before flags.
    memory_.template store_release<std::uint16_t>(layout_.flags(at),
                                                  static_cast<std::uint16_t>(used_.used_flags() | write));
    const std::uint16_t descriptors = std::exchange(lengths_[head], std::uint16_t{0});
    used_.advance(descriptors, layout_.size);
    in_flight_ = static_cast<std::uint16_t>(in_flight_ - descriptors);
    untested_.add(descriptors, layout_.size);
  }

  bool has_pending() {
    if (is_broken()) return false;
    // Barrier A, pairs with packed_driver.hpp make_available: the first flags before the chain's other words
    // and data.
    first_flags_ = memory_.template load_acquire<std::uint16_t>(layout_.flags(avail_.offset));
    return avail_.is_available(first_flags_);
  }

  bool needs_interrupt() {
    if (untested_.is_empty() || is_broken()) return false;
    // Barrier D, pairs with packed_driver.hpp enable_interrupts: flags out before the driver's wish in.
    memory_.full_barrier();
    const auto event = memory_.template load<std::uint32_t>(layout_.driver_event);
    const bool is_wanted = untested_.are_wanted(event, used_, layout_.size);
    untested_.clear();
    return is_wanted;
  }

  // QEMU v8.2 hw/virtio/virtio.c virtio_queue_packed_set_notification; with event_idx, too.
  void disable_notifications() {
    if (suppression_ == Suppression::none || own_.is_silent() || is_broken()) return;
    own_.write(memory_, layout_.device_event, event_word(avail_, ring_event::disable));
  }

  bool enable_notifications() {
    if (is_broken()) return false;
    const bool is_by_index = suppression_ == Suppression::event_idx;
    own_.write(memory_, layout_.device_event,
               is_by_index ? event_word(avail_, ring_event::descriptor)
                           : event_word({0, false}, ring_event::enable));
    // Barrier C, pairs with packed_driver.hpp needs_kick: the wish out before the flags in.
    memory_.full_barrier();
    return has_pending();
  }

  bool is_broken() const { return error_ != DeviceError::none; }
  DeviceError error() const { return error_; }

  /// Descriptors popped and not yet pushed; never more than the queue's size.
  std::uint16_t in_flight() const { return in_flight_; }

  /// Of the descriptor to pop next: where another device may go on once nothing is in flight.
  RingPosition position() const { return avail_; }

 private:
  bool take(Chain& chain) {
    const auto room = static_cast<std::uint16_t>(layout_.size - in_flight_);
    PackedChainReader<M> reader(memory_, layout_, avail_, room, chain);
    error_ = reader.read(first_flags_);
    if (error_ == DeviceError::none && lengths_[chain.head()] != 0) error_ = DeviceError::id_in_flight;
    if (is_broken()) return false;
    lengths_[chain.head()] = reader.descriptors();
    avail_.advance(reader.descriptors(), layout_.size);
    in_flight_ = static_cast<std::uint16_t>(in_flight_ + reader.descriptors());
    return true;
  }

  M memory_;
  PackedLayout layout_;
  std::uint16_t* lengths_;  // descriptors of the chain in flight by its id; 0: none
  UntestedDescriptors untested_;
  OwnEvent own_;
  RingPosition avail_;  // to pop next
  RingPosition used_;   // to write next
  std::uint16_t first_flags_ = 0;
  std::uint16_t in_flight_ = 0;
  Suppression suppression_;
  DeviceError error_ = DeviceError::none;
};

}  // namespace kickpath::virtqueue
