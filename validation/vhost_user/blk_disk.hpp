#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vhost_user/memory_table.hpp"
#include "virtqueue/chain.hpp"

namespace kickpath::vhost_user {

/// A disk in memory that serves virtio-blk requests (VirtIO 1.3 5.2.6) of a driver that is not trusted.
class BlkDisk {
 public:
  explicit BlkDisk(std::uint64_t sectors) : bytes_(sectors * sector_bytes) {}

  static constexpr std::uint64_t sector_bytes = 512;

  std::uint64_t sectors() const { return bytes_.size() / sector_bytes; }
  std::span<std::byte> bytes() { return bytes_; }

  /// Serves one request, status and all; bytes written to the driver's buffers.
  std::uint32_t serve(const MemoryTable& memory, const virtqueue::Chain& chain);

  /// Requests that had no place for header or status.
  std::uint64_t malformed() const { return malformed_; }

 private:
  std::vector<std::byte> bytes_;
  std::uint64_t malformed_ = 0;
};

}  // namespace kickpath::vhost_user
