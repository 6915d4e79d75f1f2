#pragma once
#include <cstdint>

namespace kickpath::vmm {

/// A seed of its own for part number `part` of something that has `seed`; never 0. The finaliser of
/// splitmix64 (Steele, Lea, Flood 2014).
constexpr std::uint64_t seed_of(std::uint64_t seed, std::uint64_t part) {
  std::uint64_t z = seed + (part + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return z == 0 ? 1 : z;
}

}  // namespace kickpath::vmm
