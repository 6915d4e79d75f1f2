#pragma once
#include "host/policy/homes.hpp"

namespace kickpath::host {

/// `colocate`, the clever scheduler of the 2010 discussion of ioeventfd: an iothread runs on a core that no
/// vcpu needs while there is one, and on its vcpu's own core when the host is overcommitted, where that
/// spares IPIs and cache lines that cross.
///
/// Each vcpu has a home core, of those with the fewest homes. A vcpu is active that ran within `recently`;
/// the host is overcommitted while every core is the home of an active vcpu.
class Colocate final : public Steering {
 public:
  explicit Colocate(std::size_t cores) : homes_(cores) {}

  void join(const Task& task) override {
    if (task.spec().is_vcpu && is_steered(task)) homes_.settle(task);
  }

  std::optional<CoreId> place(const Task& task, Instant now) override {
    if (!is_steered(task)) return std::nullopt;
    if (task.spec().is_vcpu) return homes_.of(task);
    if (task.spec().serves == nullptr) return std::nullopt;
    const std::vector<bool> is_taken = cores_of_active_vcpus(now);
    if (!is_taken[task.core().value]) return task.core();
    for (std::uint32_t core = 0; core < is_taken.size(); ++core)
      if (!is_taken[core]) return CoreId{core};
    return homes_.of(*task.spec().serves);
  }

 private:
  /// placeholder: a few scheduling latencies; a vcpu that sleeps longer leaves its core to others.
  static constexpr Duration recently{10'000'000'000};

  std::vector<bool> cores_of_active_vcpus(Instant now) const {
    std::vector<bool> is_taken(homes_.cores());
    for (const auto& [vcpu, core] : homes_.all())
      if (now - vcpu->last_ran() <= recently) is_taken[core.value] = true;
    return is_taken;
  }

  Homes homes_;
};

}  // namespace kickpath::host
