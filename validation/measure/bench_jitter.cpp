#include <fmt/format.h>

#include "hostfacts/host_record.hpp"
#include "measure/host_benches.hpp"
#include "measure/tick_finder.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;

namespace {

constexpr auto least_gap =
    300ns;  ///< a tick on bare metal is 1 us and more; two reads of the TSC are 20 to 40 ns
constexpr auto jitter_gap = 1us;
constexpr auto window = 100ms;
constexpr auto tick_width =
    200us;  ///< how late a tick may be, where a timer of a hypervisor stands behind it

/// Spins for one window. Progress is reported between windows, so that none of the gaps is our own.
void watch(const Bench& bench, std::vector<Gap>& gaps) {
  const Ticks least = bench.ticks_in(least_gap);
  Ticks last = rdtscp();
  const Ticks end = last + bench.ticks_in(window);
  while (last < end) {
    const Ticks now = rdtscp();
    if (now - last > least) gaps.push_back({last, now - last});
    last = now;
  }
}

Samples sizes(const Bench& bench, const std::vector<Gap>& gaps, std::chrono::nanoseconds above) {
  Samples samples;
  for (const Gap& gap : gaps)
    if (gap.length > bench.ticks_in(above)) samples.values.push_back(bench.to_ns(gap.length));
  return samples;
}

Samples tick_costs(const Bench& bench, const std::vector<Gap>& gaps, std::size_t windows) {
  const auto hz = hostfacts::tick_hz();
  if (!hz) return {{}, 1, "the tick's rate is unknown"};
  const Ticks period = bench.ticks_in(std::chrono::nanoseconds{1'000'000'000 / *hz});
  const auto ticks = tick_gaps(gaps, period, bench.ticks_in(tick_width), windows * bench.ticks_in(window));
  Samples samples = sizes(bench, ticks, least_gap);
  samples.note = ticks.empty() ? fmt::format("no gap comes {} times a second", *hz)
                               : fmt::format("those gaps that come {} times a second", *hz);
  return samples;
}

}  // namespace

std::vector<Samples> time_jitter(Bench& bench) {
  std::vector<Gap> gaps;
  Samples rate;
  const double per_second = 1e9 / static_cast<double>(std::chrono::nanoseconds{window}.count());
  // Two windows hold 20 ticks of the slowest kernels (HZ=100): enough to tell a tick's phase.
  while (rate.values.size() < 2 || bench.goes_on(gaps.size() + rate.values.size())) {
    const std::size_t before = sizes(bench, gaps, jitter_gap).values.size();
    watch(bench, gaps);
    rate.values.push_back(static_cast<double>(sizes(bench, gaps, jitter_gap).values.size() - before) *
                          per_second);
  }
  rate.note = "counted in windows of 100 ms";
  return {sizes(bench, gaps, jitter_gap), rate, tick_costs(bench, gaps, rate.values.size())};
}

}  // namespace kickpath::measure
