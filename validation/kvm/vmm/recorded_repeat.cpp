#include "vmm/recorded_repeat.hpp"

#include <algorithm>
#include <chrono>

#include "vmm/machine.hpp"
#include "vmm/seed.hpp"

namespace kickpath::vmm {

// Of the seed of the first repeat, as a simulated timeline is of the first replica.
void repeat_recorded(const Kvm& kvm, const RunPlan& plan, const ClockRates& rates, const Limits& limits,
                     const Recording& recording, const Progress& progress) {
  using Clock = std::chrono::steady_clock;
  const std::vector<unsigned> cpus(limits.cpus.begin(), limits.cpus.begin() + plan.machine.host.cores);
  Machine machine({kvm, plan.machine, rates, cpus, seed_of(plan.seed, 0), plan.guest_patience});
  auto begin = Clock::now();
  const auto passed = [&] { return std::chrono::duration_cast<Duration>(Clock::now() - begin); };
  const auto tick = [&] {
    if (progress) progress(std::min(1.0, to_seconds(passed()) / to_seconds(recording.to)));
  };
  machine.start(tick);
  begin = Clock::now();
  recording.warm_up_begins(machine);
  machine.run_for(recording.from - passed(), tick);
  recording.on();
  machine.run_for(recording.to - passed(), tick);
  recording.off();
  machine.stop(tick);
}

}  // namespace kickpath::vmm
