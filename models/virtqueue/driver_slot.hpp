#pragma once
#include <cstdint>

namespace kickpath::virtqueue {

/// What the driver remembers of a descriptor, in memory of its own: the device can write the table, but not
/// this.
struct DriverSlot {
  std::uint32_t token = 0;   ///< of the request whose head this is
  std::uint16_t next = 0;    ///< next descriptor of the chain or of the free list
  std::uint16_t length = 0;  ///< descriptors of the chain whose head this is; 0: no head in flight
};

/// Descriptors that no request holds, last freed first: the same few stay in cache while few requests are in
/// flight.
struct FreeList {
  std::uint16_t head = 0;
  std::uint16_t count = 0;
};

}  // namespace kickpath::virtqueue
