#pragma once
#include <cstdint>

#include "virtqueue/guest_memory.hpp"

/// What a sector holds. Its first word is its name: which sector it is, and how often it was written; every
/// other word follows from the name and the word's place. So a sector tells by itself whether it is whole,
/// where it belongs and how old it is.
namespace kickpath::integrity {

constexpr std::uint64_t sector_bytes = 512;
constexpr std::uint32_t sector_words = 64;

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): one to one, and every bit depends on every bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

constexpr std::uint64_t name_of(std::uint32_t sector, std::uint32_t generation) {
  return sector | std::uint64_t{generation} << 32;
}
constexpr std::uint32_t sector_of(std::uint64_t name) { return static_cast<std::uint32_t>(name); }
constexpr std::uint32_t generation_of(std::uint64_t name) { return static_cast<std::uint32_t>(name >> 32); }

/// The words of the sector with that name, in their order.
class SectorWords {
 public:
  constexpr explicit SectorWords(std::uint64_t name) : next_(name), rest_(mix(name)) {}
  constexpr std::uint64_t take() {
    const std::uint64_t word = next_;
    next_ = rest_ += 0x9e3779b97f4a7c15;
    return word;
  }

 private:
  std::uint64_t next_;
  std::uint64_t rest_;
};

template <virtqueue::GuestMemory M>
void write_sector(const M& memory, virtqueue::GuestAddress at, std::uint64_t name) {
  SectorWords words(name);
  for (std::uint32_t i = 0; i < sector_words; ++i)
    memory.template store<std::uint64_t>(at + 8 * std::uint64_t{i}, words.take());
}

/// The first word that is not what the name says; `sector_words`: none, all is as it should be.
template <virtqueue::GuestMemory M>
std::uint32_t first_wrong_word(const M& memory, virtqueue::GuestAddress at, std::uint64_t name) {
  SectorWords words(name);
  for (std::uint32_t i = 0; i < sector_words; ++i)
    if (memory.template load<std::uint64_t>(at + 8 * std::uint64_t{i}) != words.take()) return i;
  return sector_words;
}

/// Of a disk: the sum of this over its sectors. The order in which they are added does not matter.
constexpr std::uint64_t digest_of(std::uint64_t name) { return mix(name + 0x9e3779b97f4a7c15); }

}  // namespace kickpath::integrity
