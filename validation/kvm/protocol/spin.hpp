#pragma once
#include <cstdint>

#include "protocol/tsc.hpp"
#include "time/duration.hpp"

/// CPU work of a known size: an iteration count, never a deadline, which would expire while the spinner is
/// preempted. Guest and VMM run these same instructions.
namespace kickpath::protocol {

// Aligned, so that every copy of the loop runs at the same speed.
inline void spin(std::uint64_t iterations) {
  if (iterations == 0) return;
  __asm__ volatile(
      ".p2align 6\n"
      "1:\n\t"
      "decq %0\n\t"
      "jnz 1b"
      : "+r"(iterations)::"cc");
}

/// How fast an undisturbed core spins: iterations per picosecond, times 2^48.
struct SpinRate {
  std::uint64_t iterations_per_ps = 0;

  constexpr std::uint64_t iterations(Duration d) const {
    return d.count() <= 0 ? 0 : scale(static_cast<std::uint64_t>(d.count()), iterations_per_ps, 48);
  }
};

}  // namespace kickpath::protocol
