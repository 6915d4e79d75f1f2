#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "integrity/content.hpp"

/// The host's view of the disk: how it must begin, and what has become of it.
namespace kickpath::integrity {

/// Every sector as it is before the first write.
inline void fill_image(std::span<std::byte> disk) {
  for (std::uint32_t s = 0; s < disk.size() / sector_bytes; ++s) {
    SectorWords words(name_of(s, 0));
    for (std::uint32_t i = 0; i < sector_words; ++i) {
      const std::uint64_t word = words.take();
      std::memcpy(disk.data() + sector_bytes * s + 8 * i, &word, sizeof word);
    }
  }
}

struct ImageState {
  std::uint64_t bad_sectors = 0;  ///< not whole, or in another's place
  std::uint64_t digest = 0;
};

inline ImageState examine_image(std::span<const std::byte> disk) {
  ImageState state;
  for (std::uint32_t s = 0; s < disk.size() / sector_bytes; ++s) {
    std::uint64_t sector[sector_words];
    std::memcpy(sector, disk.data() + sector_bytes * s, sizeof sector);
    SectorWords words(sector[0]);
    bool is_whole = sector_of(sector[0]) == s;
    for (const std::uint64_t word : sector) is_whole &= word == words.take();
    if (!is_whole) ++state.bad_sectors;
    state.digest += digest_of(sector[0]);
  }
  return state;
}

}  // namespace kickpath::integrity
