#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "time/ids.hpp"

namespace kickpath::memory {

/// Which core owns each 64-byte line of a VM's shared memory. A line belongs to the core that touched it
/// last; a touch by another core moves it. (MESI with reads and writes alike: in the alternation of producer
/// and consumer, each side's first touch of a line costs one transfer, as it does on real hardware.) A line
/// nobody has touched yet is nobody's, and free to take.
class LineDirectory {
 public:
  static constexpr std::size_t line_bytes = 64;

  explicit LineDirectory(std::size_t memory_bytes)
      : owners_((memory_bytes + line_bytes - 1) / line_bytes, nobody) {}

  /// `core` touches `length` bytes from `offset`; returns how many lines move to it.
  std::uint32_t touch(std::size_t offset, std::size_t length, CoreId core) {
    std::uint32_t moved = 0;
    const std::size_t last = (offset + length - 1) / line_bytes;
    for (std::size_t line = offset / line_bytes; line <= last; ++line) {
      if (owners_[line] == core.value) continue;
      moved += owners_[line] != nobody;
      owners_[line] = core.value;
    }
    return moved;
  }

  /// All lines are nobody's again.
  void forget() { owners_.assign(owners_.size(), nobody); }

 private:
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  std::vector<std::uint32_t> owners_;
};

}  // namespace kickpath::memory
