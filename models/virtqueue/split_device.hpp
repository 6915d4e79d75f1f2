#pragma once
#include <cstdint>
#include <optional>
#include <utility>

#include "virtqueue/chain_reader.hpp"
#include "virtqueue/device_queue.hpp"
#include "virtqueue/layout.hpp"
#include "virtqueue/suppression.hpp"

namespace kickpath::virtqueue {

/// The device's side of a split virtqueue (VirtIO 1.3 2.7); the contract is device_queue.hpp's.
template <GuestMemory M>
class SplitDevice {
 public:
  using Memory = M;

  /// `start`: where another device left off, with nothing in flight.
  SplitDevice(M memory, const QueueLayout& layout, Suppression suppression, std::uint16_t start = 0)
      : memory_(memory), layout_(layout), next_avail_(start), avail_idx_(start), used_idx_(start),
        suppression_(suppression) {
    if (!is_usable(memory_, layout_)) error_ = DeviceError::bad_layout;
  }

  /// The next request, or nothing: then the queue is empty or broken.
  std::optional<Chain> pop() {
    const bool is_there = has_pending();
    // Begins with a chain in it: GCC clears all 288 bytes of an optional that begins empty, which takes
    // longer than all the rest.
    std::optional<Chain> chain(std::in_place, is_there ? next_head() : std::uint16_t{0});
    if (!is_there || !take(*chain)) chain.reset();
    return chain;
  }

  /// Gives back the request that began at `head`, popped before; `written` bytes of its writable buffers are
  /// filled.
  void push(std::uint16_t head, std::uint32_t written) {
    if (is_broken()) return;
    memory_.template store<std::uint32_t>(layout_.used_entry_id(used_idx_), head);
    memory_.template store<std::uint32_t>(layout_.used_entry_length(used_idx_), written);
    ++used_idx_;
    // Barrier B, pairs with split_driver.hpp look_for_used: entry and data before index.
    memory_.template store_release<std::uint16_t>(layout_.used_idx(), used_idx_);
    untested_.add_one();
  }

  /// Is there a request to pop? Looks at the shared index only when the last look has been used up.
  bool has_pending() { return next_avail_ != avail_idx_ || look_for_avail(); }

  /// Must the driver be interrupted for what was pushed since the last test? VirtIO 1.3 2.7.7.2.
  bool needs_interrupt() {
    if (untested_.is_empty() || is_broken()) return false;
    // Barrier D, pairs with split_driver.hpp enable_interrupts: index out before the driver's wish in.
    memory_.full_barrier();
    const bool is_wanted = is_interrupt_wanted();
    untested_.clear();
    return is_wanted;
  }

  /// A hint: kicks may come all the same. With event_idx the old avail_event lies behind, which is silence
  /// enough.
  void disable_notifications() {
    if (suppression_ != Suppression::flags || is_silent_ || is_broken()) return;
    memory_.template store<std::uint16_t>(layout_.used_flags(), no_notify);
    is_silent_ = true;
  }

  /// From here on the driver kicks. True: requests came meanwhile, perhaps without a kick; pop them first.
  bool enable_notifications() {
    if (is_broken()) return false;
    ask_for_notifications();
    // Barrier C, pairs with split_driver.hpp needs_kick: the wish out before the index in.
    memory_.full_barrier();
    return look_for_avail();
  }

  bool is_broken() const { return error_ != DeviceError::none; }
  DeviceError error() const { return error_; }

  /// Chains popped and not yet pushed; never more than the queue's size.
  std::uint16_t in_flight() const { return static_cast<std::uint16_t>(next_avail_ - used_idx_); }

  /// Of the entry to pop next: where another device may go on once nothing is in flight.
  std::uint16_t position() const { return next_avail_; }

 private:
  std::uint16_t next_head() const {
    return memory_.template load<std::uint16_t>(layout_.avail_entry(next_avail_));
  }

  /// Follows the next request, whose head `chain` has; false: the driver broke a rule.
  bool take(Chain& chain) {
    const DeviceError error = ChainReader<M>::read(memory_, layout_, chain);
    if (error != DeviceError::none) {
      fail(error);
      return false;
    }
    ++next_avail_;
    return true;
  }

  bool look_for_avail() {
    if (is_broken()) return false;
    // Barrier A, pairs with split_driver.hpp make_available: index before entry, descriptors and data.
    avail_idx_ = memory_.template load_acquire<std::uint16_t>(layout_.avail_idx());
    const auto pending = static_cast<std::uint16_t>(avail_idx_ - next_avail_);
    if (pending > layout_.size - in_flight()) fail(DeviceError::avail_index_jump);
    return next_avail_ != avail_idx_;
  }

  bool is_interrupt_wanted() {
    if (suppression_ == Suppression::event_idx) {
      return untested_.have_crossed(memory_.template load<std::uint16_t>(layout_.used_event()), used_idx_);
    }
    return (memory_.template load<std::uint16_t>(layout_.avail_flags()) & no_interrupt) == 0;
  }

  // As in Linux v6.6 drivers/vhost/vhost.c vhost_enable_notify.
  void ask_for_notifications() {
    if (suppression_ == Suppression::event_idx) {
      memory_.template store<std::uint16_t>(layout_.avail_event(), avail_idx_);
    } else if (is_silent_) {
      memory_.template store<std::uint16_t>(layout_.used_flags(), 0);
      is_silent_ = false;
    }
  }

  void fail(DeviceError error) {
    error_ = error;
    avail_idx_ = next_avail_;
  }

  M memory_;
  QueueLayout layout_;
  UntestedEntries untested_;      // pushed since the last interrupt test
  std::uint16_t next_avail_ = 0;  // entry to pop next
  std::uint16_t avail_idx_ = 0;   // as last seen
  std::uint16_t used_idx_ = 0;    // as last published
  Suppression suppression_;
  DeviceError error_ = DeviceError::none;
  bool is_silent_ = false;  // NO_NOTIFY is set
};

}  // namespace kickpath::virtqueue
