#include "hostfacts/tsc.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>
#include <thread>

namespace kickpath::hostfacts {

namespace {

constexpr double tolerance = 100e-6;

struct Reading {
  Ticks tsc = 0;
  std::int64_t ns = 0;
};

/// Both clocks at one instant: of 32 tries the one whose two TSC readings lie closest together, which nobody
/// interrupted.
Reading read_both() {
  Reading best;
  Ticks least = std::numeric_limits<Ticks>::max();
  for (int i = 0; i < 32; ++i) {
    timespec raw{};
    const Ticks before = rdtscp();
    clock_gettime(CLOCK_MONOTONIC_RAW, &raw);
    const Ticks width = rdtscp() - before;
    if (width >= least) continue;
    least = width;
    best = {before + width / 2, std::int64_t{raw.tv_sec} * 1'000'000'000 + raw.tv_nsec};
  }
  return best;
}

double hertz_between(const Reading& a, const Reading& b) {
  return static_cast<double>(b.tsc - a.tsc) * 1e9 / static_cast<double>(b.ns - a.ns);
}

}  // namespace

TscClock calibrate_tsc(std::chrono::milliseconds window) {
  std::array<double, 3> hertz{};
  const Reading first = read_both();
  Reading last = first;
  for (double& value : hertz) {
    std::this_thread::sleep_for(window);
    const Reading next = read_both();
    value = hertz_between(last, next);
    last = next;
  }
  const auto [least, most] = std::minmax_element(hertz.begin(), hertz.end());
  if (!(*least > 0) || *most - *least > tolerance * *least)
    throw std::runtime_error(fmt::format("the TSC does not count time: {:.0f} to {:.0f} Hz within {} ms",
                                         *least, *most, 3 * window.count()));
  return TscClock{Frequency{std::llround(hertz_between(first, last))}};
}

}  // namespace kickpath::hostfacts
