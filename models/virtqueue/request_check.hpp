#pragma once
#include <cstdint>
#include <span>

#include "virtqueue/buffer.hpp"
#include "virtqueue/driver_result.hpp"

namespace kickpath::virtqueue {

/// May a driver ever add this request to a queue of `size` descriptors? `added` or `invalid`.
constexpr AddResult check_request(std::span<const Buffer> buffers, std::uint16_t size) {
  if (buffers.empty() || buffers.size() > size) return AddResult::invalid;
  bool was_writable = false;
  for (const Buffer& b : buffers) {
    if (b.length == 0 || (was_writable && !b.is_writable)) return AddResult::invalid;
    was_writable = b.is_writable;
  }
  return AddResult::added;
}

}  // namespace kickpath::virtqueue
