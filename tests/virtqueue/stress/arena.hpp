#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "memory.hpp"

namespace kickpath::virtqueue::stress {

constexpr std::uint64_t place_bytes =
    128;  ///< of one request: two cache lines, so that neighbours do not meet

/// The memory that both sides share: a ring, and behind it one place for each request that can be in flight.
class Arena {
 public:
  explicit Arena(std::uint16_t size)
      : layout_(lay_out(start, size)), bytes_(area_bytes(size) + place_bytes * size + cache_line) {}

  const QueueLayout& layout() const { return layout_; }
  GuestAddress place(std::uint32_t token) const {
    return start + area_bytes(layout_.size) + place_bytes * token;
  }

  /// As one side accesses it, whose stores are slow at times.
  Memory memory(SlowStores& slow) {
    void* base = bytes_.data();
    std::size_t room = bytes_.size();
    std::align(cache_line, room - cache_line, base, room);
    return {{static_cast<std::byte*>(base), start, room}, layout_, slow};
  }

 private:
  static constexpr GuestAddress start{0x10000};

  QueueLayout layout_;
  std::vector<std::byte> bytes_;
};

}  // namespace kickpath::virtqueue::stress
