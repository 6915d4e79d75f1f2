#pragma once
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

/// Nice levels as weights: one level is about 1.25 times the CPU share of the next.
namespace kickpath::host {

constexpr int min_nice = -20;
constexpr int max_nice = 19;
constexpr std::int64_t sched_idle_weight =
    3;  ///< SCHED_IDLE, Linux v6.12 kernel/sched/sched.h WEIGHT_IDLEPRIO

/// Linux v6.12 kernel/sched/core.c sched_prio_to_weight; the same since 2.6.23.
constexpr std::array<std::int64_t, 40> nice_weights = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,  // -20
    9548,  7620,  6100,  4904,  3906,  3121,  2501,  1991,  1586,  1277,   // -10
    1024,  820,   655,   526,   423,   335,   272,   215,   172,   137,    // 0
    110,   87,    70,    56,    45,    36,    29,    23,    18,    15      // 10
};

/// Throws std::invalid_argument outside [-20, 19].
constexpr std::int64_t weight_of_nice(int nice) {
  if (nice < min_nice || nice > max_nice)
    throw std::invalid_argument(std::to_string(nice) + " is no nice level: they are -20 to 19");
  return nice_weights[static_cast<std::size_t>(nice - min_nice)];
}

}  // namespace kickpath::host
