#pragma once
#include <cstdint>

#include "integrity/content.hpp"
#include "program/request_layout.hpp"

namespace kickpath::integrity {

constexpr std::uint32_t most_sectors = 8;  ///< of one request: 4 KiB

/// One request: what it is, and where it lies in guest memory (16-byte aligned). Between and behind its parts
/// are words that nobody may change.
struct Request {
  program::BlkType type = program::BlkType::in;
  std::uint32_t sector = 0;
  std::uint32_t count = 0;  ///< of sectors
  virtqueue::GuestAddress at;

  constexpr virtqueue::GuestAddress header() const { return at; }
  constexpr virtqueue::GuestAddress status() const { return at + program::blk_header_bytes; }
  constexpr virtqueue::GuestAddress table() const { return at + 32; }
  constexpr virtqueue::GuestAddress fence_before() const { return at + (data_offset - 8); }
  constexpr virtqueue::GuestAddress data() const { return at + data_offset; }
  constexpr virtqueue::GuestAddress fence_behind() const { return data() + data_bytes(); }
  constexpr std::uint32_t data_bytes() const { return count * static_cast<std::uint32_t>(sector_bytes); }
  /// Bytes that the device must write: the data of a read, and the status.
  constexpr std::uint32_t bytes_to_write() const {
    return (type == program::BlkType::in ? data_bytes() : 0) + 1;
  }

  static constexpr std::uint64_t data_offset = 256;
  static constexpr std::uint64_t bytes = data_offset + (most_sectors + 1) * sector_bytes;
};

/// Around the data, and in the place of the status and the seven bytes behind it.
constexpr std::uint64_t fence = 0xf0f1f2f3f4f5f6f7;
constexpr std::uint64_t no_status = 0xf0f1f2f3f4f5f6ff;
constexpr std::uint64_t status_ok = 0xf0f1f2f3f4f5f600;  // VIRTIO_BLK_S_OK 0
/// In the place of data to be read: the name of no sector, so that what was not written is seen.
constexpr std::uint64_t nothing_read = 0xeeeeeeeeeeeeeeee;

/// As it must be before the device looks. `name` gives each sector's: see content.hpp.
template <virtqueue::GuestMemory M, class NameOf>
void write_request(const M& memory, const Request& r, const NameOf& name) {
  memory.template store<std::uint64_t>(r.header(), static_cast<std::uint64_t>(r.type));
  memory.template store<std::uint64_t>(r.header() + 8, r.sector);
  memory.template store<std::uint64_t>(r.status(), no_status);
  memory.template store<std::uint64_t>(r.fence_before(), fence);
  memory.template store<std::uint64_t>(r.fence_behind(), fence);
  for (std::uint32_t i = 0; i < r.count; ++i) {
    const auto at = r.data() + sector_bytes * i;
    if (r.type == program::BlkType::out) {
      write_sector(memory, at, name(r.sector + i));
    } else {
      for (std::uint32_t w = 0; w < sector_words; ++w)
        memory.template store<std::uint64_t>(at + 8 * std::uint64_t{w}, nothing_read);
    }
  }
}

}  // namespace kickpath::integrity
