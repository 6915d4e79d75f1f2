#pragma once
#include <cstdint>

#include "cost/cost_profile.hpp"
#include "processor_time.hpp"
#include "vm/machine.hpp"

/// How fast a machine is simulated: doorbell VMs of one vcpu, on two cores, ioeventfd by PIO and irqfd.
namespace kickpath::bench {

/// Example values: a host in the order of magnitude of `scenarios/profiles/pvm-nested-2026.yaml`, and no
/// measurement. The simulator's speed depends on which events there are, not on what they cost.
inline cost::CostProfile example_profile() {
  using namespace literals;
  using enum cost::Component;
  cost::CostProfile profile;
  profile.name = "example values";
  const auto set = [&](cost::Component c, Duration d) { profile[c].value = Distribution::fixed(d); };
  set(exit_pio, 3132_ns);
  set(eventfd_signal, 118_ns);
  set(eventfd_write, 241_ns);
  set(eventfd_read, 146_ns);
  set(epoll_ready, 285_ns);
  set(sched_switch, 1448_ns);
  set(sched_tick, 15400_ns);
  set(sched_vcpu_in, 24219_ns);
  set(wake_local, 1251_ns);
  set(wake_remote, 1564_ns);
  set(ipi_send, 5295_ns);
  set(ipi_send_idle, 5295_ns);
  set(wake_idle_exit, 14711_ns);
  set(wake_ipi_busy, 3267_ns);
  set(irq_irqfd, 880_ns);
  set(irq_kick_guest, 5825_ns);
  set(irq_inject, 5300_ns);
  set(irq_eoi, 2560_ns);
  set(irq_return, 11890_ns);
  set(halt_enter, 8240_ns);
  set(halt_poll_exit, 1000_ns);
  set(halt_unblock, 352_ns);
  set(ring_post, 10_ns);
  set(ring_kick_test, 8_ns);
  set(ring_reap, 10_ns);
  set(ring_pop, 10_ns);
  set(ring_push, 8_ns);
  set(ring_interrupt_test, 8_ns);
  set(line_transfer, 43'500_ps);
  return profile;
}

using Servers = vm::PlacementSpec::Servers;

struct DoorbellRun {
  std::uint32_t vms = 1;
  std::uint32_t queue_depth = 1;
  Servers servers = Servers::other_core;
};

inline vm::MachineSpec machine_spec(const DoorbellRun& run) {
  vm::VmSpec vm;
  vm.count = run.vms;
  vm.devices.emplace_back();  // a doorbell ring, ioeventfd-pio, irqfd, iothread, as the defaults say
  vm.workload.queue_depth = run.queue_depth;
  vm.placement.vcpus = vm::PlacementSpec::Vcpus::spread;
  vm.placement.servers = run.servers;
  vm::MachineSpec machine;
  machine.host.cores = 2;
  machine.vms.push_back(vm);
  return machine;
}

struct SimulationSpeed {
  std::uint64_t operations;
  double processor_seconds;
  double simulated_seconds;
  double operations_per_second() const { return static_cast<double>(operations) / processor_seconds; }
  double times_real_time() const { return simulated_seconds / processor_seconds; }
};

/// The first 10 ms are not counted.
inline SimulationSpeed simulate(const DoorbellRun& run, Duration duration) {
  engine::Simulation simulation;
  const cost::CostProfile profile = example_profile();
  const vm::MachineSpec spec = machine_spec(run);
  vm::Machine machine(simulation, spec, profile);
  std::uint64_t operations = 0;
  machine.probes().completed.subscribe([&](vm::VmIndex, Duration, std::uint32_t) { ++operations; });
  simulation.run_until(Instant{Duration{10'000'000'000}});
  operations = 0;
  const double begin = processor_ns();
  simulation.run_until(simulation.now() + duration);
  return {operations, (processor_ns() - begin) * 1e-9, to_seconds(duration)};
}

}  // namespace kickpath::bench
