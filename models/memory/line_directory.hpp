#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "host/topology.hpp"

namespace kickpath::memory {

/// Lines that came to a core from another one.
struct LineMoves {
  std::uint32_t all = 0;
  std::uint32_t far = 0;  ///< of them: from another socket
};

/// Which core owns each 64-byte line of a VM's shared memory. A line belongs to the core that touched it
/// last; a touch by another core moves it. (MESI with reads and writes alike: in the alternation of producer
/// and consumer, each side's first touch of a line costs one transfer, as it does on real hardware.) A line
/// nobody has touched yet is nobody's, and free to take, and so is a sibling's, who has the same first-level
/// cache.
class LineDirectory {
 public:
  static constexpr std::size_t line_bytes = 64;

  /// `topology`, which must outlive this, tells near lines from far ones; null: all are near.
  explicit LineDirectory(std::size_t memory_bytes, const host::Topology* topology = nullptr)
      : topology_(topology == nullptr || topology->is_flat() ? nullptr : topology),
        owners_((memory_bytes + line_bytes - 1) / line_bytes, nobody) {}

  /// `core` touches `length` bytes from `offset`; the lines that move to it are added to `moved`.
  void touch(std::size_t offset, std::size_t length, CoreId core, LineMoves& moved) {
    const std::size_t first = offset / line_bytes;
    const std::size_t last = (offset + length - 1) / line_bytes;
    if (first == last && owners_[first] == core.value) [[likely]]
      return;
    claim(first, last, core, moved);
  }

  /// All lines are nobody's again.
  void forget() { owners_.assign(owners_.size(), nobody); }

 private:
  // Out of line: it happens once a line and turn, while touch() is in every access of a ring.
  [[gnu::noinline]] void claim(std::size_t first, std::size_t last, CoreId core, LineMoves& moved) {
    for (std::size_t line = first; line <= last; ++line) {
      const std::uint32_t owner = std::exchange(owners_[line], core.value);
      if (owner == core.value || owner == nobody) continue;
      note(CoreId{owner}, core, moved);
    }
  }
  void note(CoreId from, CoreId to, LineMoves& moved) const {
    if (topology_ == nullptr)
      ++moved.all;
    else
      note_distance(topology_->between(from, to), moved);
  }
  [[gnu::noinline]] static void note_distance(host::Distance distance, LineMoves& moved) {
    if (distance == host::Distance::sibling) return;
    ++moved.all;
    if (distance == host::Distance::far) ++moved.far;
  }

  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  const host::Topology* topology_;
  std::vector<std::uint32_t> owners_;
};

}  // namespace kickpath::memory
