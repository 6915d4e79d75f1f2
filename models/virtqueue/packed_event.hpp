#pragma once
#include <cstdint>

#include "virtqueue/packed_layout.hpp"
#include "virtqueue/suppression.hpp"

/// The event suppression structures of a packed virtqueue: VirtIO 1.3 2.8.14. Each is one word here, loaded
/// and stored at once, so that offset and flags always belong together.
namespace kickpath::virtqueue {

namespace ring_event {
constexpr std::uint16_t enable = 0;      ///< RING_EVENT_FLAGS_ENABLE
constexpr std::uint16_t disable = 1;     ///< RING_EVENT_FLAGS_DISABLE
constexpr std::uint16_t descriptor = 2;  ///< RING_EVENT_FLAGS_DESC, with VIRTIO_F_EVENT_IDX only
constexpr std::uint32_t flags_mask = 3;
}  // namespace ring_event

constexpr std::uint32_t event_word(RingPosition position, std::uint16_t flags) {
  return position.word() | std::uint32_t{flags} << 16;
}

/// What one side wrote last of its own wish; a word that is there already is not stored again.
class OwnEvent {
 public:
  template <GuestMemory M>
  void write(M& memory, GuestAddress at, std::uint32_t word) {
    if (word == word_) return;
    memory.template store<std::uint32_t>(at, word);
    word_ = word;
  }
  constexpr bool is_silent() const { return (word_ >> 16 & ring_event::flags_mask) == ring_event::disable; }

 private:
  std::uint32_t word_ = 0;
};

/// Descriptors that one side has made visible since it last asked itself whether to notify.
class UntestedDescriptors {
 public:
  constexpr void add(std::uint16_t descriptors, std::uint16_t size) {
    count_ += descriptors;
    const std::uint32_t two_rounds = 2u * size;  // by then every position has been crossed
    if (count_ > two_rounds) count_ = two_rounds;
  }
  constexpr void clear() { count_ = 0; }
  constexpr bool is_empty() const { return count_ == 0; }

  /// Does the peer, whose event structure says `event`, want to hear of them? `now` is behind the last of
  /// them. As in Linux v6.6 drivers/virtio/virtio_ring.c virtqueue_kick_prepare_packed, flags that mean
  /// nothing are no silence.
  constexpr bool are_wanted(std::uint32_t event, RingPosition now, std::uint16_t size) const {
    const std::uint32_t flags = event >> 16 & ring_event::flags_mask;
    if (flags != ring_event::descriptor) return flags != ring_event::disable;
    const std::uint32_t awaited = event & 0x7fff;
    if (awaited >= size) return false;  // no such descriptor: never crossed
    const std::uint32_t two_rounds = 2u * size;
    const std::uint32_t at = awaited + ((event & 0x8000) != 0 ? size : 0u);
    const std::uint32_t end = now.offset + (now.wrap ? std::uint32_t{size} : 0u);
    const std::uint32_t behind = (end + two_rounds - at) % two_rounds;
    return count_ == two_rounds || (behind != 0 && behind <= count_);
  }

 private:
  std::uint32_t count_ = 0;
};

}  // namespace kickpath::virtqueue
