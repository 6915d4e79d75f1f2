#include "host/neighbours.hpp"

#include <utility>

#include "engine/simulation.hpp"

namespace kickpath::host {

Neighbours::Neighbours(engine::Simulation& simulation, const cost::Neighbours& spec, std::uint32_t cores,
                       Change change)
    : simulation_(simulation), spec_(spec), change_(std::move(change)),
      random_(simulation.random("neighbours")), siblings_(cores) {
  for (CoreId core{0}; core.value < cores; ++core.value) {
    siblings_[core.value].next = std::make_unique<engine::Timer>(simulation, [this, core] { turn(core); });
    begin(core, random_.uniform() < spec_.share);
  }
}

void Neighbours::turn(CoreId core) { begin(core, !siblings_[core.value].is_busy); }

// In the long run slow for `share` of the time, which is s / (s + f) with stays of s and f; and at speed 1 on
// average.
void Neighbours::begin(CoreId core, bool is_busy) {
  Sibling& sibling = siblings_[core.value];
  sibling.is_busy = is_busy;
  const double undisturbed = 1 / (1 - spec_.share + spec_.share / spec_.slowdown);
  change_(core, is_busy ? undisturbed / spec_.slowdown : undisturbed);
  const Duration stay = is_busy
                            ? spec_.dwell
                            : Duration{static_cast<std::int64_t>(static_cast<double>(spec_.dwell.count()) *
                                                                 (1 - spec_.share) / spec_.share)};
  sibling.next->arm(simulation_.now() + random_.exponential(stay));
}

}  // namespace kickpath::host
