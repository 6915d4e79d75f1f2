#include <algorithm>
#include <array>

#include "measure/host_benches.hpp"
#include "measure/wakee.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;

namespace {

constexpr std::array pauses{50us,  75us,  100us, 125us, 150us,  175us, 200us,
                            250us, 300us, 400us, 600us, 1000us, 2000us};
constexpr std::size_t wakes_each = 9;
constexpr double clearly = 1.5;  // times as long

/// What waking takes after each of the pauses.
class Scan {
 public:
  explicit Scan(Bench& bench)
      : bench_(bench), wakee_(WaitBy::epoll, bench.cores().other.value(), Wakee::Tells::by_memory) {
    wake_after(1ms);  // the first one may find the thread not yet started
  }

  /// The first pause after which waking takes clearly longer than after the shortest; none: 0.
  double depth() {
    const double shallow = median_after(pauses.front());
    if (median_after(pauses.back()) < clearly * shallow) return 0;
    const auto deep =
        std::ranges::find_if(pauses, [&](auto pause) { return median_after(pause) >= clearly * shallow; });
    return deep == pauses.end() ? 0 : static_cast<double>(std::chrono::nanoseconds(*deep).count());
  }

 private:
  double median_after(std::chrono::nanoseconds pause) {
    std::array<double, wakes_each> values;
    std::ranges::generate(values, [&] { return wake_after(pause); });
    std::ranges::nth_element(values, values.begin() + wakes_each / 2);
    return values[wakes_each / 2];
  }

  double wake_after(std::chrono::nanoseconds pause) {
    bench_.spin(pause);
    const Ticks before = rdtscp();
    wakee_.signal();
    ++count_;
    while (true) {
      if (const auto wake = wakee_.last_wake(count_)) return bench_.to_ns(wake->ran_at - before);
      bench_.check();
    }
  }

  Bench& bench_;
  Wakee wakee_;
  std::uint64_t count_ = 0;
};

}  // namespace

std::vector<Samples> time_idle_depth(Bench& bench) {
  Samples depth;
  std::size_t scans = 0;
  Scan scan(bench);
  while (bench.goes_on(scans++))
    if (const double found = scan.depth(); found > 0) depth.values.push_back(found);
  return {depth};
}

}  // namespace kickpath::measure
