#pragma once
#include <cstdint>

/// When one side need not tell the other. VirtIO 1.3 2.7.7 (driver suppresses interrupts), 2.7.10 (device
/// suppresses kicks).
namespace kickpath::virtqueue {

enum class Suppression : std::uint8_t {
  flags,      ///< NO_INTERRUPT and NO_NOTIFY flags
  event_idx,  ///< VIRTIO_F_EVENT_IDX: used_event and avail_event
  none        ///< nobody ever asks for silence; a flag that the peer sets all the same is obeyed
};

/// Did the index cross `event` while it went from `old_index` to `new_index`? Entry number `event` is the one
/// that the peer wants to hear of. VirtIO 1.3 2.7.7.2 and 2.7.10; Linux v6.6 include/uapi/linux/virtio_ring.h
/// vring_need_event.
constexpr bool vring_need_event(std::uint16_t event, std::uint16_t new_index, std::uint16_t old_index) {
  return static_cast<std::uint16_t>(new_index - event - 1) <
         static_cast<std::uint16_t>(new_index - old_index);
}

/// Entries that one side has made visible since it last asked itself whether to notify.
class UntestedEntries {
 public:
  // Counting stops at a full round: by then every index has been crossed, and the difference of indices would
  // say none.
  constexpr void add_one() { count_ += count_ < full_round ? 1u : 0u; }
  constexpr void clear() { count_ = 0; }
  constexpr bool is_empty() const { return count_ == 0; }

  /// `index` is the free-running index now, after the counted entries.
  constexpr bool have_crossed(std::uint16_t event, std::uint16_t index) const {
    return count_ == full_round || vring_need_event(event, index, static_cast<std::uint16_t>(index - count_));
  }

 private:
  static constexpr std::uint32_t full_round = 1u << 16;
  std::uint32_t count_ = 0;
};

}  // namespace kickpath::virtqueue
