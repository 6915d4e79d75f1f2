#pragma once
#include <cstdint>

#include "virtqueue/guest_address.hpp"

namespace kickpath::virtqueue {

/// A piece of a request: contiguous guest memory that the device either reads or writes. Readable ones come
/// first (VirtIO 1.3 2.7.4.2); none is empty.
struct Buffer {
  GuestAddress address;
  std::uint32_t length = 0;  ///< bytes
  bool is_writable = false;  ///< by the device
};

}  // namespace kickpath::virtqueue
