#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "integrity/draws.hpp"
#include "integrity/request.hpp"
#include "virtqueue/buffer.hpp"

namespace kickpath::integrity {

/// The buffers of one request. Where one ends and the next begins means nothing (VirtIO 1.3 2.6.4.1), so they
/// are cut anywhere, also inside the header and inside a sector.
class Cutting {
 public:
  static constexpr std::size_t most_buffers = 7;  ///< header 2, data 4, status 1

  Cutting(const Request& r, Draws& draws) {
    cut({r.header(), program::blk_header_bytes, false}, draws.once_in(8) ? 2 : 1, draws);
    if (r.count != 0)
      cut({r.data(), r.data_bytes(), r.type == program::BlkType::in}, 1 + draws.below(4), draws);
    add({r.status(), 1, true});
  }

  std::span<const virtqueue::Buffer> buffers() const { return {buffers_.data(), count_}; }

 private:
  // Each piece takes at least one byte and leaves one for each that follows.
  void cut(virtqueue::Buffer rest, std::uint32_t pieces, Draws& draws) {
    for (; pieces > 1; --pieces) {
      const std::uint32_t length = 1 + draws.below(rest.length - pieces + 1);
      add({rest.address, length, rest.is_writable});
      rest = {rest.address + length, rest.length - length, rest.is_writable};
    }
    add(rest);
  }
  void add(const virtqueue::Buffer& b) { buffers_[count_++] = b; }

  std::array<virtqueue::Buffer, most_buffers> buffers_;
  std::size_t count_ = 0;
};

}  // namespace kickpath::integrity
