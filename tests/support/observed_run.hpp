#pragma once
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include "vm/machine.hpp"

namespace kickpath::testing {

/// What a run of a machine showed, counted here from the probes and independent of the program's own
/// recorder.
struct ObservedRun {
  std::vector<Duration> latencies;   ///< of each operation, in order
  std::vector<Instant> completions;  ///< when each was reaped
  std::uint64_t kicks = 0, dropped = 0, interrupts = 0, ipis = 0, lines = 0, full_exits = 0;
  std::uint64_t switches = 0;  ///< away from threads of VMs
  std::map<vcpu::ExitKind, std::uint64_t> exits;
  std::map<host::IpiReason, std::uint64_t> ipis_by_reason;
  std::vector<Duration> cpu_times;  ///< by task, in the order of their creation

  std::uint64_t all_exits() const {
    return std::accumulate(exits.begin(), exits.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& kind) { return sum + kind.second; });
  }
  friend bool operator==(const ObservedRun&, const ObservedRun&) = default;

  /// The latency that all operations but the first `skipped` share; -1 ps if they differ or there are none.
  Duration steady_latency(std::size_t skipped = 3) const {
    if (latencies.size() <= skipped) return Duration{-1};
    for (std::size_t i = skipped; i < latencies.size(); ++i)
      if (latencies[i] != latencies[skipped]) return Duration{-1};
    return latencies[skipped];
  }
};

inline void observe_host(host::Probes& probes, ObservedRun& run) {
  probes.ipi_send.subscribe([&run](host::Task*, CoreId, host::IpiReason reason) {
    ++run.ipis;
    ++run.ipis_by_reason[reason];
  });
  probes.sched_switch.subscribe([&run](CoreId, host::Task* before, host::Task*) {
    run.switches += before != nullptr && before->spec().vm >= 0;
  });
  probes.line_transfer.subscribe([&run](host::Task&, std::uint32_t lines) { run.lines += lines; });
}

inline void observe_vms(vm::Probes& probes, engine::Simulation& simulation, ObservedRun& run) {
  probes.completed.subscribe([&run, &simulation](vm::VmIndex, Duration latency, std::uint32_t) {
    run.latencies.push_back(latency);
    run.completions.push_back(simulation.now());
  });
  probes.dropped.subscribe([&run](vm::VmIndex) { ++run.dropped; });
  probes.kick.subscribe([&run](vm::VmIndex, QueueId) { ++run.kicks; });
  probes.vcpu.kvm_exit.subscribe([&run](vcpu::Vcpu&, vcpu::ExitKind kind) { ++run.exits[kind]; });
  probes.vcpu.kvm_userspace_exit.subscribe([&run](vcpu::Vcpu&) { ++run.full_exits; });
  probes.vcpu.kvm_apic_accept_irq.subscribe(
      [&run](vcpu::Vcpu&, vcpu::Vector vector) { run.interrupts += vector != vcpu::timer_vector; });
}

inline ObservedRun run_machine(const vm::MachineSpec& spec, const cost::CostProfile& profile, Duration length,
                               std::uint64_t seed = 1) {
  ObservedRun run;
  engine::Simulation simulation(seed);
  vm::Machine machine(simulation, spec, profile);
  observe_host(machine.host().probes, run);
  observe_vms(machine.probes(), simulation, run);
  simulation.run_until(Instant{length});
  machine.host().account_all();
  for (const auto& task : machine.host().tasks()) run.cpu_times.push_back(task->cpu_time());
  return run;
}

}  // namespace kickpath::testing
