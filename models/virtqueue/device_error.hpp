#pragma once
#include <cstdint>

namespace kickpath::virtqueue {

/// How a driver broke the rules. Once set it stays: the queue needs a reset (VirtIO 1.3 2.1,
/// DEVICE_NEEDS_RESET).
enum class DeviceError : std::uint8_t {
  none,
  bad_layout,            ///< size, alignment or place of the rings
  avail_index_jump,      ///< more available entries than descriptors that the driver can own
  head_out_of_range,     ///< an available entry names no descriptor
  next_out_of_range,     ///< a descriptor's next leaves its table
  chain_loops,           ///< more descriptors than the queue has: 2.7.5.3.1
  chain_too_long,        ///< more buffers than Chain::max_buffers, though legal
  zero_length,           ///< an empty buffer; refused as in QEMU v8.2 hw/virtio/virtio.c virtqueue_map_desc
  address_out_of_range,  ///< a buffer outside memory
  readable_after_writable,  ///< 2.7.4.2
  too_many_bytes,           ///< more than 2^32 bytes in one chain: 2.7.5.2
  nested_indirect,          ///< an indirect descriptor in an indirect table: 2.7.5.3.1
  indirect_with_next,       ///< 2.7.5.3.1
  bad_indirect_length,      ///< zero, or no multiple of 16
  id_in_flight,          ///< packed: a buffer id that a request in flight has
  bad_indirect_address      ///< table outside memory, or not 8-byte aligned
};

}  // namespace kickpath::virtqueue
