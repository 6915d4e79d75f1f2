#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "virtqueue/descriptor.hpp"
#include "virtqueue/driver_queue.hpp"
#include "virtqueue/driver_slot.hpp"
#include "virtqueue/packed_event.hpp"
#include "virtqueue/packed_layout.hpp"
#include "virtqueue/request_check.hpp"

namespace kickpath::virtqueue {

/// The driver's side of a packed virtqueue (VirtIO 1.3 2.8); the contract is driver_queue.hpp's. Buffer ids
/// are the numbers of slots, last freed first.
template <GuestMemory M>
class PackedDriver {
 public:
  using Memory = M;

  /// Writes the empty ring: construct it before the device looks. `slots` is the driver's own memory, one
  /// per descriptor, and outlives the queue.
  PackedDriver(M memory, const PackedLayout& layout, std::span<DriverSlot> slots, Suppression suppression)
      : memory_(memory), layout_(layout), slots_(slots.data()), suppression_(suppression) {
    if (!is_usable(memory_, layout_) || slots.size() < layout_.size) {
      error_ = DriverError::bad_layout;
      return;
    }
    clear_ring();
    free_all();
  }

  /// One request, on as many descriptors as it has buffers, which follow each other in the ring.
  AddResult add(std::span<const Buffer> buffers, std::uint32_t token) {
    const AddResult answer = can_add(buffers, buffers.size());
    if (answer != AddResult::added) return answer;
    RingPosition at = avail_;
    for (std::size_t i = 1; i < buffers.size(); ++i) {
      at.advance(1, layout_.size);
      write(at, buffers[i], i + 1 == buffers.size());
    }
    const unsigned more = buffers.size() > 1 ? descriptor_flag::next : 0u;
    make_available(buffers[0].address, buffers[0].length,
                   static_cast<std::uint16_t>(more | write_flag(buffers[0])),
                   static_cast<std::uint16_t>(buffers.size()), token);
    return AddResult::added;
  }

  /// The same on a single descriptor: the buffers are listed in a table in guest memory (VirtIO 1.3 2.8.7)
  /// of 16 bytes per buffer, 16-byte aligned, which is the queue's until the request is reaped.
  AddResult add_indirect(std::span<const Buffer> buffers, std::uint32_t token, GuestAddress table) {
    const AddResult answer = can_add(buffers, 1);
    if (answer != AddResult::added) return answer;
    const auto bytes = static_cast<std::uint32_t>(16 * buffers.size());
    if (!is_aligned(table, desc_alignment) || !memory_.contains(table, bytes)) return AddResult::invalid;
    for (std::size_t i = 0; i < buffers.size(); ++i)
      store_packed(table + 16 * i, buffers[i], 0, write_flag(buffers[i]));
    make_available(table, bytes, descriptor_flag::indirect, 1, token);
    return AddResult::added;
  }

  bool needs_kick() {
    if (untested_.is_empty() || is_broken()) return false;
    // Barrier C, pairs with packed_device.hpp enable_notifications: flags out before the device's wish in.
    memory_.full_barrier();
    const auto event = memory_.template load<std::uint32_t>(layout_.device_event);
    const bool is_wanted = untested_.are_wanted(event, avail_, layout_.size);
    untested_.clear();
    return is_wanted;
  }

  std::optional<Used> reap() {
    if (!has_used()) return std::nullopt;
    const auto word = memory_.template load<std::uint64_t>(layout_.length(used_.offset));
    const auto id = static_cast<std::uint16_t>(word >> 32);
    if (id >= layout_.size) return fail(DriverError::used_id_out_of_range);
    if (slots_[id].length == 0) return fail(DriverError::used_id_not_in_flight);
    used_.advance(slots_[id].length, layout_.size);
    free(id);
    return Used{slots_[id].token, static_cast<std::uint32_t>(word)};
  }

  bool has_used() {
    if (is_broken() || in_flight_ == 0) return false;
    // Barrier B, pairs with packed_device.hpp push: flags before id, length and data.
    return used_.is_used(memory_.template load_acquire<std::uint16_t>(layout_.flags(used_.offset)));
  }

  // Linux v6.6 drivers/virtio/virtio_ring.c virtqueue_disable_cb_packed; with event_idx, too.
  void disable_interrupts() {
    if (suppression_ == Suppression::none || own_.is_silent() || is_broken()) return;
    own_.write(memory_, layout_.driver_event, event_word(used_, ring_event::disable));
  }

  bool enable_interrupts() {
    if (is_broken()) return false;
    const bool is_by_index = suppression_ == Suppression::event_idx;
    own_.write(
        memory_, layout_.driver_event,
        is_by_index ? event_word(used_, ring_event::descriptor) : event_word({0, false}, ring_event::enable));
    // Barrier D, pairs with packed_device.hpp needs_interrupt: the wish out before the flags in.
    memory_.full_barrier();
    return has_used();
  }

  // Three quarters of the descriptors in flight, which may be in the middle of a chain. As Linux, it looks
  // for the next used one alone: true may come sooner than three quarters are back.
  bool enable_interrupts_delayed() {
    if (suppression_ != Suppression::event_idx) return enable_interrupts();
    if (is_broken()) return false;
    RingPosition event = used_;
    event.advance(static_cast<std::uint16_t>((layout_.size - free_descriptors_) * 3u / 4), layout_.size);
    own_.write(memory_, layout_.driver_event, event_word(event, ring_event::descriptor));
    memory_.full_barrier();  // barrier D
    return has_used();
  }

  bool is_broken() const { return error_ != DriverError::none; }
  DriverError error() const { return error_; }
  std::uint16_t free_descriptors() const { return free_descriptors_; }
  std::uint16_t in_flight() const { return in_flight_; }  ///< requests added and not yet reaped

 private:
  AddResult can_add(std::span<const Buffer> buffers, std::size_t descriptors) const {
    if (is_broken()) return AddResult::broken;
    const AddResult answer = check_request(buffers, layout_.size);
    if (answer != AddResult::added) return answer;
    return descriptors > free_descriptors_ ? AddResult::full : AddResult::added;
  }

  static constexpr std::uint16_t write_flag(const Buffer& b) {
    return b.is_writable ? descriptor_flag::write : std::uint16_t{0};
  }

  void store_packed(GuestAddress at, const Buffer& b, std::uint16_t id, std::uint16_t flags) {
    memory_.template store<std::uint64_t>(at, b.address.value);
    memory_.template store<std::uint64_t>(at + 8,
                                          b.length | std::uint64_t{id} << 32 | std::uint64_t{flags} << 48);
  }

  // A descriptor behind the first of its chain, which the device does not look at before that one's flags.
  void write(RingPosition at, const Buffer& b, bool is_last) {
    const unsigned more = is_last ? 0u : descriptor_flag::next;
    store_packed(layout_.descriptor(at.offset), b, free_id_,
                 static_cast<std::uint16_t>(at.available_flags() | more | write_flag(b)));
  }

  void make_available(GuestAddress address, std::uint32_t length, std::uint16_t flags,
                      std::uint16_t descriptors, std::uint32_t token) {
    const std::uint16_t at = avail_.offset;
    memory_.template store<std::uint64_t>(layout_.descriptor(at), address.value);
    memory_.template store<std::uint32_t>(layout_.length(at), length);
    memory_.template store<std::uint16_t>(layout_.id(at), free_id_);
    // Barrier A, pairs with packed_device.hpp has_pending: data and the chain's other words before its
    // first flags.
    memory_.template store_release<std::uint16_t>(
        layout_.flags(at), static_cast<std::uint16_t>(flags | avail_.available_flags()));
    take_slot(descriptors, token);
    avail_.advance(descriptors, layout_.size);
    untested_.add(descriptors, layout_.size);
  }

  void take_slot(std::uint16_t descriptors, std::uint32_t token) {
    DriverSlot& slot = slots_[free_id_];
    slot.token = token;
    slot.length = descriptors;
    free_id_ = slot.next;
    free_descriptors_ = static_cast<std::uint16_t>(free_descriptors_ - descriptors);
    ++in_flight_;
  }

  void free(std::uint16_t id) {
    DriverSlot& slot = slots_[id];
    free_descriptors_ = static_cast<std::uint16_t>(free_descriptors_ + slot.length);
    slot.length = 0;
    slot.next = free_id_;
    free_id_ = id;
    --in_flight_;
  }

  // Flags of 0 are neither available nor used for a wrap counter of 1.
  void clear_ring() {
    for (std::uint16_t i = 0; i < layout_.size; ++i)
      memory_.template store<std::uint16_t>(layout_.flags(i), 0);
    memory_.template store<std::uint32_t>(layout_.driver_event, 0);
    memory_.template store<std::uint32_t>(layout_.device_event, 0);
  }

  void free_all() {
    for (std::uint16_t i = 0; i < layout_.size; ++i) slots_[i] = {0, static_cast<std::uint16_t>(i + 1), 0};
    free_id_ = 0;
    free_descriptors_ = layout_.size;
  }

  std::nullopt_t fail(DriverError error) {
    error_ = error;
    return std::nullopt;
  }

  M memory_;
  PackedLayout layout_;
  DriverSlot* slots_;
  std::uint16_t free_id_ = 0;  // of the first free slot
  UntestedDescriptors untested_;
  OwnEvent own_;
  RingPosition avail_;  // to write next
  RingPosition used_;   // to reap next
  std::uint16_t free_descriptors_ = 0;
  std::uint16_t in_flight_ = 0;
  Suppression suppression_;
  DriverError error_ = DriverError::none;
};

}  // namespace kickpath::virtqueue
