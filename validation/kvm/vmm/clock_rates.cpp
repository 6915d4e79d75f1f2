#include "vmm/clock_rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "hostfacts/cpu_list.hpp"
#include "hostfacts/tsc.hpp"

namespace kickpath::vmm {

namespace {

using protocol::read_tsc;

// The least of 200 ms on this thread's core.
std::uint64_t least_ticks_of_stretch(std::uint64_t stretch, double hertz) {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t last = read_tsc() + static_cast<std::uint64_t>(0.2 * hertz);
  while (read_tsc() < last) {
    const std::uint64_t begin = read_tsc();
    protocol::spin(stretch);
    least = std::min(least, read_tsc() - begin);
  }
  return least;
}

// Of the fastest core: where other tenants come and go on the cores' siblings, one may be slow for all of the
// time.
double measure_ticks_per_iteration(double hertz) {
  constexpr std::uint64_t stretch = 20'000;
  const std::vector<CoreId> cores = hostfacts::allowed_cores();
  std::vector<std::uint64_t> least(cores.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < cores.size(); ++i) {
    const hostfacts::ScopedPin pin(cores[i]);
    threads.emplace_back([&, i] { least[i] = least_ticks_of_stretch(stretch, hertz); });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(*std::min_element(least.begin(), least.end())) / static_cast<double>(stretch);
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
  const Frequency tsc = hostfacts::calibrate_tsc().frequency();
  const auto hertz = static_cast<double>(tsc.hertz);
  const double iterations_per_ps = hertz * 1e-12 / measure_ticks_per_iteration(hertz);
  return {tsc_rate_of(hertz), {fixed_point(iterations_per_ps, 48)}, tsc};
}

}  // namespace kickpath::vmm
