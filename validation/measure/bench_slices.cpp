#include <optional>
#include <thread>

#include "hostfacts/cpu_list.hpp"
#include "measure/hog.hpp"
#include "measure/host_benches.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;

std::vector<Samples> time_slices(Bench& bench) {
  // We only wait; where there is another core, not between the hogs.
  std::optional<hostfacts::ScopedPin> aside;
  if (bench.cores().other) aside.emplace(*bench.cores().other);
  const Ticks away = bench.ticks_in(100us);  // a tick costs less, a slice is longer
  Hog one(bench.cores().home, away);
  Hog two(bench.cores().home, away);
  // Asleep most of the time: 20 naps are 1 s, in which slices of up to 25 ms come 20 times for each hog.
  for (std::size_t naps = 0; bench.goes_on(naps); ++naps) std::this_thread::sleep_for(50ms);
  Samples samples;
  for (Hog* hog : {&one, &two})
    for (const Ticks run : hog->stop()) samples.values.push_back(bench.to_ns(run));
  return {samples};
}

}  // namespace kickpath::measure
