#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/host.hpp"

namespace kickpath::testing {

/// A host under test: tasks with scripts, and what they note.
struct ScriptedHost {
  ScriptedHost(const host::HostSpec& spec, const cost::CostProfile& profile, std::uint64_t seed = 1)
      : simulation(seed), host(simulation, spec, profile), far_future(simulation, [] {}) {
    far_future.arm(Instant{1000 * std::chrono::seconds{1}});
  }

  using Script = std::function<void(host::Task&)>;

  /// Runs its script, then sleeps for good.
  host::Task& task(const std::string& name, std::uint32_t core, Script script, bool is_vcpu = false) {
    return task_on(name, host::CoreSet::only(CoreId{core}), std::move(script), is_vcpu);
  }
  host::Task& task_on(const std::string& name, const host::CoreSet& cores, Script script,
                      bool is_vcpu = false, int nice = 0) {
    return host.spawn({name, 0, cores, nice, is_vcpu}, [script = std::move(script)](host::Task& self) {
      script(self);
      for (;;) self.block("nothing: its script is over");
    });
  }
  /// Computes without end.
  host::Task& hog(const std::string& name, const host::CoreSet& cores, int nice = 0) {
    return task_on(
        name, cores, [](host::Task& self) { self.run_through(Duration::max()); }, false, nice);
  }

  void run_until(Duration date) {
    simulation.run_until(Instant{date});
    host.account_all();
  }
  Duration now() const { return simulation.now().time_since_epoch(); }

  engine::Simulation simulation;
  host::Host host;
  engine::Timer far_future;  ///< or sleepers alone would be a deadlock
};

inline host::HostSpec host_of(std::uint32_t cores, const char* policy = "fifo") {
  host::HostSpec spec;
  spec.cores = cores;
  spec.scheduler.policy = policy;
  return spec;
}

}  // namespace kickpath::testing
