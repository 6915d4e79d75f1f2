#pragma once
#include <chrono>
#include <cstdint>

/// Time has a type: picoseconds in 64 signed bits, which is 106 days of range and no rounding while a run
/// adds up. Freestanding: the bare-metal guest includes this too. Doubles exist at SimGrid's doorstep and in
/// statistics only.
namespace kickpath {

using Duration = std::chrono::duration<std::int64_t, std::pico>;

/// The clock of a world: simulated time, or the TSC scaled to picoseconds. It has no `now()`; whoever needs
/// the time is handed it.
struct WorldClock {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
  using time_point = std::chrono::time_point<WorldClock, Duration>;
  static constexpr bool is_steady = true;
};
using Instant = WorldClock::time_point;

constexpr Instant never = Instant::max();

constexpr double to_seconds(Duration d) { return static_cast<double>(d.count()) * 1e-12; }
constexpr double to_nanoseconds(Duration d) { return static_cast<double>(d.count()) * 1e-3; }

namespace literals {
constexpr Duration operator""_ps(unsigned long long n) { return Duration{static_cast<std::int64_t>(n)}; }
constexpr Duration operator""_ns(unsigned long long n) { return 1'000 * operator""_ps(n); }
constexpr Duration operator""_us(unsigned long long n) { return 1'000 * operator""_ns(n); }
constexpr Duration operator""_ms(unsigned long long n) { return 1'000 * operator""_us(n); }
constexpr Duration operator""_s(unsigned long long n) { return 1'000 * operator""_ms(n); }
}  // namespace literals

}  // namespace kickpath
