#pragma once
#include <cstdint>

#include "virtqueue/driver_result.hpp"

namespace kickpath::integrity {

struct Plan {
  std::uint64_t seed = 1;
  std::uint64_t requests = 0;  ///< random ones; then the whole disk is read once
  std::uint32_t in_flight = 16;
  bool is_indirect = false;  ///< three of four requests have a table, the fourth shows both kinds in one ring
  bool delays = false;       ///< asks for every other interrupt at three quarters of what is in flight
  bool polls = false;        ///< wants no interrupt, and looks
};

/// The first sector that was not as it should be.
struct WrongSector {
  std::uint64_t expected = 0;  ///< name: content.hpp
  std::uint64_t found = 0;     ///< its first word, which is a name if the sector is whole
  std::uint32_t word = 0;      ///< the first wrong one
};

/// What came of it. All is well when `errors()` is 0 and the disk's digest is this one.
struct Findings {
  std::uint64_t reads = 0, writes = 0, flushes = 0;
  std::uint64_t sectors_read = 0, sectors_written = 0;
  std::uint64_t kicks = 0, waits = 0;
  std::uint64_t ring_full = 0;  ///< times that a request had to wait for descriptors

  std::uint64_t bad_status = 0;   ///< not VIRTIO_BLK_S_OK, or bytes beside the status changed
  std::uint64_t bad_length = 0;   ///< used length other than the bytes that the device had to write
  std::uint64_t bad_sectors = 0;  ///< read and not what was written last
  std::uint64_t overruns = 0;     ///< bytes beside the data changed
  WrongSector first_wrong;
  virtqueue::DriverError ring_error = virtqueue::DriverError::none;
  bool has_ended = false;    ///< all that was posted came back
  std::uint64_t digest = 0;  ///< of the disk as it must be now

  constexpr std::uint64_t errors() const {
    return bad_status + bad_length + bad_sectors + overruns +
           (ring_error != virtqueue::DriverError::none ? 1 : 0) + (has_ended ? 0 : 1);
  }
};

}  // namespace kickpath::integrity
