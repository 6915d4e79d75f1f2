#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "virtqueue/buffer.hpp"
#include "virtqueue/guest_memory.hpp"

/// How a request of a device type lies in guest memory.
namespace kickpath::program {

/// virtio-blk's request types and header: VirtIO 1.3 5.2.6.
enum class BlkType : std::uint32_t { in = 0, out = 1, flush = 4 };
constexpr std::uint32_t blk_header_bytes = 16;
constexpr std::uint64_t blk_sector_bytes = 512;

/// Where the requests of one queue keep their parts. All share one data buffer, at which nobody looks.
struct RequestLayout {
  bool is_blk = false;        ///< header, data, status; else the data alone
  bool device_writes = true;  ///< a read, in virtio-blk's words
  bool is_indirect = false;   ///< one descriptor a request, leading to a table
  std::uint32_t bytes = 512;  ///< of data
  virtqueue::GuestAddress data;
  virtqueue::GuestAddress slots;  ///< slot_bytes for each request in flight: header, status, table
  std::uint32_t flush_every = 0;  ///< a flush follows so many operations; 0: none does

  static constexpr std::uint64_t slot_bytes = 128;

  constexpr virtqueue::GuestAddress header(std::uint32_t token) const { return slots + slot_bytes * token; }
  constexpr virtqueue::GuestAddress status(std::uint32_t token) const {
    return header(token) + blk_header_bytes;
  }
  constexpr virtqueue::GuestAddress table(std::uint32_t token) const { return header(token) + 64; }
};

/// The buffers of one request.
struct RequestBuffers {
  std::array<virtqueue::Buffer, 3> storage;
  std::size_t count = 0;
  std::span<const virtqueue::Buffer> span() const { return {storage.data(), count}; }
};

/// Of `operations` merged into one; 0: a flush, which has no data.
constexpr RequestBuffers buffers_of(const RequestLayout& layout, std::uint32_t token,
                                    std::uint32_t operations = 1) {
  const virtqueue::Buffer data{layout.data, layout.bytes * operations, layout.device_writes};
  if (!layout.is_blk) return {{data}, 1};
  if (operations == 0)
    return {{virtqueue::Buffer{layout.header(token), blk_header_bytes, false},
             virtqueue::Buffer{layout.status(token), 1, true}},
            2};
  return {{virtqueue::Buffer{layout.header(token), blk_header_bytes, false}, data,
           virtqueue::Buffer{layout.status(token), 1, true}},
          3};
}

/// In or out, as the layout's data go.
constexpr BlkType data_type_of(const RequestLayout& layout) {
  return layout.device_writes ? BlkType::in : BlkType::out;
}

template <virtqueue::GuestMemory M>
void write_blk_header(M& memory, const RequestLayout& layout, std::uint32_t token, std::uint64_t sector,
                      BlkType kind) {
  const auto type = static_cast<std::uint64_t>(kind);
  memory.template store<std::uint64_t>(layout.header(token), type);
  memory.template store<std::uint64_t>(layout.header(token) + 8, sector);
}

}  // namespace kickpath::program
