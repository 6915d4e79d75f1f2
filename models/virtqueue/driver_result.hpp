#pragma once
#include <cstdint>

namespace kickpath::virtqueue {

enum class AddResult : std::uint8_t {
  added,
  full,     ///< too few free descriptors now: reap, then try again
  invalid,  ///< can never be added: no buffer, an empty one, a readable after a writable one, more than the
            ///< queue's size, bad table
  broken    ///< see SplitDriver::error
};

/// How a device broke the rules, or a queue was set up wrongly. Once set it stays.
enum class DriverError : std::uint8_t {
  none,
  bad_layout,            ///< size, alignment or place of the rings, or fewer slots than descriptors
  used_index_jump,       ///< more used entries than requests in flight
  used_id_out_of_range,  ///< a used entry names no descriptor
  used_id_not_in_flight  ///< a used entry names no head of a request in flight
};

/// A request that came back.
struct Used {
  std::uint32_t token = 0;
  std::uint32_t length = 0;  ///< bytes written, as the device claims: hold it against the request before use
};

}  // namespace kickpath::virtqueue
