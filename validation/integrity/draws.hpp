#pragma once
#include <cstdint>

#include "integrity/content.hpp"

namespace kickpath::integrity {

/// SplitMix64: the same numbers for the same seed in every guest, without a library.
class Draws {
 public:
  constexpr explicit Draws(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15); }
  /// 0 to n - 1; the tiny bias of a 32-bit product does not matter here.
  constexpr std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>((next() >> 32) * std::uint64_t{n} >> 32);
  }
  constexpr bool once_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace kickpath::integrity
