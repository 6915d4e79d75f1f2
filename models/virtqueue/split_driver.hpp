#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "virtqueue/buffer.hpp"
#include "virtqueue/descriptor.hpp"
#include "virtqueue/driver_queue.hpp"
#include "virtqueue/driver_slot.hpp"
#include "virtqueue/layout.hpp"
#include "virtqueue/request_check.hpp"
#include "virtqueue/suppression.hpp"

namespace kickpath::virtqueue {

/// The driver's side of a split virtqueue (VirtIO 1.3 2.7); the contract is driver_queue.hpp's.
template <GuestMemory M>
class SplitDriver {
 public:
  using Memory = M;

  /// Writes the empty rings: construct it before the device looks. `slots` is the driver's own memory, one
  /// per descriptor, and outlives the queue.
  SplitDriver(M memory, const QueueLayout& layout, std::span<DriverSlot> slots, Suppression suppression)
      : memory_(memory), layout_(layout), slots_(slots.data()), suppression_(suppression) {
    if (!is_usable(memory_, layout_) || slots.size() < layout_.size) {
      error_ = DriverError::bad_layout;
      return;
    }
    clear_rings();
    free_all();
  }

  /// One request, on as many descriptors as it has buffers. Readable buffers first. `token` comes back with
  /// reap().
  AddResult add(std::span<const Buffer> buffers, std::uint32_t token) {
    const AddResult answer = can_add(buffers, buffers.size());
    if (answer != AddResult::added) return answer;
    const std::uint16_t head = free_.head;
    std::uint16_t index = head;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      const bool is_last = i + 1 == buffers.size();
      store_descriptor(memory_, layout_.descriptor(index), describe(buffers[i], is_last, slots_[index].next));
      index = slots_[index].next;
    }
    take_slots(index, static_cast<std::uint16_t>(buffers.size()), token);
    make_available(head);
    return AddResult::added;
  }

  /// The same on a single descriptor: the buffers are listed in a table in guest memory (VirtIO 1.3 2.7.5.3)
  /// of 16 bytes per buffer, 16-byte aligned, which is the queue's until the request is reaped.
  AddResult add_indirect(std::span<const Buffer> buffers, std::uint32_t token, GuestAddress table) {
    const AddResult answer = can_add(buffers, 1);
    if (answer != AddResult::added) return answer;
    const auto bytes = static_cast<std::uint32_t>(16 * buffers.size());
    if (!is_aligned(table, desc_alignment) || !memory_.contains(table, bytes)) return AddResult::invalid;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      const bool is_last = i + 1 == buffers.size();
      store_descriptor(memory_, table + 16 * i,
                       describe(buffers[i], is_last, static_cast<std::uint16_t>(i + 1)));
    }
    const std::uint16_t head = free_.head;
    store_descriptor(memory_, layout_.descriptor(head), {table, bytes, descriptor_flag::indirect, 0});
    take_slots(slots_[head].next, 1, token);
    make_available(head);
    return AddResult::added;
  }

  /// Must the device be told of what was added since the last test? VirtIO 1.3 2.7.10 and 2.7.13.4.
  bool needs_kick() {
    if (untested_.is_empty() || is_broken()) return false;
    // Barrier C, pairs with split_device.hpp enable_notifications: index out before the device's wish in.
    memory_.full_barrier();
    const bool is_wanted = is_kick_wanted();
    untested_.clear();
    return is_wanted;
  }

  /// The next request that came back, or nothing: then none has, or the queue is broken.
  std::optional<Used> reap() {
    if (!has_used()) return std::nullopt;
    const auto id = memory_.template load<std::uint32_t>(layout_.used_entry_id(next_used_));
    if (id >= layout_.size) return fail(DriverError::used_id_out_of_range);
    const auto head = static_cast<std::uint16_t>(id);
    if (slots_[head].length == 0) return fail(DriverError::used_id_not_in_flight);
    const auto length = memory_.template load<std::uint32_t>(layout_.used_entry_length(next_used_));
    ++next_used_;
    free_chain(head);
    return Used{slots_[head].token, length};
  }

  /// Is there something to reap? Looks at the shared index only when the last look has been used up.
  bool has_used() { return next_used_ != used_idx_ || look_for_used(); }

  /// A hint: interrupts may come all the same. With event_idx the old used_event lies behind, which is
  /// silence enough.
  void disable_interrupts() {
    if (suppression_ != Suppression::flags || is_silent_ || is_broken()) return;
    memory_.template store<std::uint16_t>(layout_.avail_flags(), no_interrupt);
    is_silent_ = true;
  }

  /// From here on the device interrupts. True: requests came back meanwhile, perhaps without an interrupt;
  /// reap them first.
  bool enable_interrupts() {
    if (is_broken()) return false;
    ask_for_interrupts();
    // Barrier D, pairs with split_device.hpp needs_interrupt: the wish out before the index in.
    memory_.full_barrier();
    return look_for_used();
  }

  /// The same, but with event_idx only once three quarters of what is in flight are back. True: they are.
  bool enable_interrupts_delayed() {
    if (suppression_ != Suppression::event_idx) return enable_interrupts();
    if (is_broken()) return false;
    const auto most = static_cast<std::uint16_t>(in_flight_ * 3u / 4);
    const auto event = static_cast<std::uint16_t>(next_used_ + most);
    memory_.template store<std::uint16_t>(layout_.used_event(), event);
    memory_.full_barrier();  // barrier D
    look_for_used();
    return static_cast<std::uint16_t>(used_idx_ - next_used_) > most;
  }

  bool is_broken() const { return error_ != DriverError::none; }
  DriverError error() const { return error_; }
  std::uint16_t free_descriptors() const { return free_.count; }
  std::uint16_t in_flight() const { return in_flight_; }  ///< requests added and not yet reaped

 private:
  AddResult can_add(std::span<const Buffer> buffers, std::size_t descriptors) const {
    if (is_broken()) return AddResult::broken;
    const AddResult answer = check_request(buffers, layout_.size);
    if (answer != AddResult::added) return answer;
    return descriptors > free_.count ? AddResult::full : AddResult::added;
  }

  static Descriptor describe(const Buffer& b, bool is_last, std::uint16_t next) {
    const unsigned write = b.is_writable ? descriptor_flag::write : 0u;
    const unsigned more = is_last ? 0u : descriptor_flag::next;
    return {b.address, b.length, static_cast<std::uint16_t>(write | more), is_last ? std::uint16_t{0} : next};
  }

  void take_slots(std::uint16_t new_free_head, std::uint16_t descriptors, std::uint32_t token) {
    slots_[free_.head].token = token;
    slots_[free_.head].length = descriptors;
    free_.head = new_free_head;
    free_.count = static_cast<std::uint16_t>(free_.count - descriptors);
    ++in_flight_;
  }

  // One index store per request, as in Linux v6.6 drivers/virtio/virtio_ring.c virtqueue_add_split.
  void make_available(std::uint16_t head) {
    memory_.template store<std::uint16_t>(layout_.avail_entry(avail_idx_), head);
    ++avail_idx_;
    // Barrier A, pairs with split_device.hpp look_for_avail: data, descriptors and entry before index.
    memory_.template store_release<std::uint16_t>(layout_.avail_idx(), avail_idx_);
    untested_.add_one();
  }

  bool look_for_used() {
    if (is_broken()) return false;
    // Barrier B, pairs with split_device.hpp push: index before entry and data.
    used_idx_ = memory_.template load_acquire<std::uint16_t>(layout_.used_idx());
    if (static_cast<std::uint16_t>(used_idx_ - next_used_) > in_flight_) fail(DriverError::used_index_jump);
    return next_used_ != used_idx_;
  }

  void free_chain(std::uint16_t head) {
    const std::uint16_t length = slots_[head].length;
    std::uint16_t last = head;
    for (std::uint16_t i = 1; i < length; ++i) last = slots_[last].next;
    slots_[last].next = free_.head;
    slots_[head].length = 0;
    free_.head = head;
    free_.count = static_cast<std::uint16_t>(free_.count + length);
    --in_flight_;
  }

  bool is_kick_wanted() {
    if (suppression_ == Suppression::event_idx) {
      return untested_.have_crossed(memory_.template load<std::uint16_t>(layout_.avail_event()), avail_idx_);
    }
    return (memory_.template load<std::uint16_t>(layout_.used_flags()) & no_notify) == 0;
  }

  void ask_for_interrupts() {
    if (suppression_ == Suppression::event_idx) {
      memory_.template store<std::uint16_t>(layout_.used_event(), next_used_);
    } else if (is_silent_) {
      memory_.template store<std::uint16_t>(layout_.avail_flags(), 0);
      is_silent_ = false;
    }
  }

  // The indices and events start at 0: both sides are told of the first entry.
  void clear_rings() {
    for (const GuestAddress word : {layout_.avail_flags(), layout_.avail_idx(), layout_.used_event(),
                                    layout_.used_flags(), layout_.used_idx(), layout_.avail_event()}) {
      memory_.template store<std::uint16_t>(word, 0);
    }
  }

  void free_all() {
    for (std::uint16_t i = 0; i < layout_.size; ++i) slots_[i] = {0, static_cast<std::uint16_t>(i + 1), 0};
    free_ = {0, layout_.size};
  }

  std::nullopt_t fail(DriverError error) {
    error_ = error;
    used_idx_ = next_used_;
    return std::nullopt;
  }

  M memory_;
  QueueLayout layout_;
  DriverSlot* slots_;
  FreeList free_;
  UntestedEntries untested_;     // added since the last kick test
  std::uint16_t in_flight_ = 0;  // requests
  std::uint16_t avail_idx_ = 0;  // as last published
  std::uint16_t next_used_ = 0;  // entry to reap next
  std::uint16_t used_idx_ = 0;   // as last seen
  Suppression suppression_;
  DriverError error_ = DriverError::none;
  bool is_silent_ = false;  // NO_INTERRUPT is set
};

}  // namespace kickpath::virtqueue
