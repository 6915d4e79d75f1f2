#include "vmm/clock_rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <time.h>

namespace kickpath::vmm {

namespace {

using protocol::read_tsc;

double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The same instant on both clocks; of several readings the one that took least time.
struct Reading {
  double seconds = 0;
  double ticks = 0;
};

Reading read_both() {
  Reading best;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t before = read_tsc();
    const double seconds = seconds_now();
    const std::uint64_t took = read_tsc() - before;
    if (took >= least) continue;
    least = took;
    best = {seconds, static_cast<double>(before) + static_cast<double>(took) / 2};
  }
  return best;
}

double measure_hertz() {
  const Reading begin = read_both();
  while (seconds_now() - begin.seconds < 0.1) protocol::spin(10'000);
  const Reading end = read_both();
  return (end.ticks - begin.ticks) / (end.seconds - begin.seconds);
}

double measure_ticks_per_iteration() {
  constexpr std::uint64_t stretch = 200'000;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (int i = 0; i < 400; ++i) {
    const std::uint64_t begin = read_tsc();
    protocol::spin(stretch);
    least = std::min(least, read_tsc() - begin);
  }
  return static_cast<double>(least) / static_cast<double>(stretch);
}

std::uint64_t fixed_point(double value, unsigned shift) {
  return static_cast<std::uint64_t>(std::llround(std::ldexp(value, static_cast<int>(shift))));
}

}  // namespace

protocol::TscRate tsc_rate_of(double hertz) {
  return {fixed_point(1e12 / hertz, protocol::TscRate::ps_shift),
          fixed_point(hertz * 1e-12, protocol::TscRate::tick_shift)};
}

ClockRates measure_clock_rates() {
  const double hertz = measure_hertz();
  const double iterations_per_ps = hertz * 1e-12 / measure_ticks_per_iteration();
  return {tsc_rate_of(hertz), {fixed_point(iterations_per_ps, 48)}};
}

}  // namespace kickpath::vmm
