#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <tuple>
#include <vector>

#include "memory.hpp"

namespace kickpath::virtqueue::stress {

constexpr std::uint64_t place_bytes =
    128;  ///< of one request: two cache lines, so that neighbours do not meet

/// The memory that both sides share: a ring, and behind it one place for each request that can be in flight.
class Arena {
 public:
  explicit Arena(std::uint16_t size)
      : layouts_{lay_out(start, size), lay_out_packed(start, size)},
        rings_bytes_(std::max(area_bytes(size), packed_area_bytes(size))),
        bytes_(rings_bytes_ + place_bytes * size + cache_line) {}

  /// Of either layout, in the same place.
  template <class L>
  const L& layout() const {
    return std::get<L>(layouts_);
  }
  GuestAddress place(std::uint32_t token) const { return start + rings_bytes_ + place_bytes * token; }

  /// As one side accesses it, whose stores are slow at times.
  template <class L>
  Memory<L> memory(SlowStores& slow) {
    void* base = bytes_.data();
    std::size_t room = bytes_.size();
    std::align(cache_line, room - cache_line, base, room);
    return {{static_cast<std::byte*>(base), start, room}, layout<L>(), slow};
  }

 private:
  static constexpr GuestAddress start{0x10000};

  std::tuple<QueueLayout, PackedLayout> layouts_;
  std::uint64_t rings_bytes_;
  std::vector<std::byte> bytes_;
};

}  // namespace kickpath::virtqueue::stress
