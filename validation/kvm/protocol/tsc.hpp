#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// The time-stamp counter as a clock. Integer arithmetic only.
namespace kickpath::protocol {

inline std::uint64_t read_tsc() {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high)::"memory");
  return std::uint64_t{high} << 32 | low;
}

/// a * b / 2^shift in 128 bits.
constexpr std::uint64_t scale(std::uint64_t a, std::uint64_t b, unsigned shift) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b >> shift);
}

/// Ticks to picoseconds and back: fixed-point factors, exact to 2^-29 or better above 1 MHz.
struct TscRate {
  std::uint64_t ps_per_tick = 0;   ///< times 2^32
  std::uint64_t ticks_per_ps = 0;  ///< times 2^48

  static constexpr unsigned ps_shift = 32;
  static constexpr unsigned tick_shift = 48;

  constexpr Duration duration(std::uint64_t ticks) const {
    return Duration{static_cast<std::int64_t>(scale(ticks, ps_per_tick, ps_shift))};
  }
  /// Of a duration that is not negative.
  constexpr std::uint64_t ticks(Duration d) const {
    return scale(static_cast<std::uint64_t>(d.count()), ticks_per_ps, tick_shift);
  }
};

/// The clock of one side, from an instant that it calls 0: 106 days fit.
class TscClock {
 public:
  TscClock(const TscRate& rate, std::uint64_t origin) : rate_(rate), origin_(origin) {}

  Instant now() const { return Instant{rate_.duration(read_tsc() - origin_)}; }
  /// What the counter will show at `date`, which is not before the origin.
  std::uint64_t tick_of(Instant date) const { return origin_ + rate_.ticks(date.time_since_epoch()); }

 private:
  TscRate rate_;
  std::uint64_t origin_;
};

}  // namespace kickpath::protocol
