#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// Laws of durations without floating point: the guest runs on general registers alone, so the VMM brings
/// quantiles and the draw is a look-up.
namespace kickpath::protocol {

constexpr unsigned law_bits = 12;
constexpr std::uint32_t law_entries = 1u << law_bits;

/// A fixed duration, or a table of the means of 2^12 equally likely slices of the law: the mean is exact, and
/// nothing rarer than one draw in 4096 is told apart.
struct Law {
  std::int64_t fixed_ps = 0;
  std::uint64_t table = 0;  ///< address of law_entries durations in ps, where the reader lives; 0: fixed
};

/// Marsaglia's xorshift64* (Vigna 2016, "An experimental exploration of Marsaglia's xorshift generators").
class Draws {
 public:
  /// Any seed but 0.
  explicit constexpr Draws(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1du;
  }

  Duration draw(const Law& law) {
    if (law.table == 0) return Duration{law.fixed_ps};
    const auto* slices = reinterpret_cast<const std::int64_t*>(law.table);
    return Duration{slices[next() >> (64 - law_bits)]};
  }

 private:
  std::uint64_t state_;
};

}  // namespace kickpath::protocol
