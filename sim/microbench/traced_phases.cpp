#include "microbench/traced_phases.hpp"

#include <algorithm>
#include <cmath>

#include "microbench/machine_trace.hpp"
#include "microbench/stage.hpp"
#include "tracefiles/phase_samples.hpp"

namespace kickpath::microbench {

using namespace literals;

namespace {

vm::VmSpec one_vm(Scene scene) {
  vm::VmSpec vm;
  vm.devices.emplace_back();
  vm.placement.vcpus = vm::PlacementSpec::Vcpus::spread;
  vm.placement.servers = scene == Scene::same_core ? vm::PlacementSpec::Servers::same_core
                                                   : vm::PlacementSpec::Servers::other_core;
  if (scene == Scene::blocked) vm.vcpu.halt_poll.max = 0_us;
  if (scene == Scene::other_core_mmio) vm.devices[0].kick = notify::KickPathKind::ioeventfd_mmio;
  if (scene == Scene::synchronous) {
    vm.devices[0].kick = notify::KickPathKind::userspace_pio;
    vm.devices[0].server.kind = server::ServerKind::vcpu;
  }
  if (scene == Scene::running || scene == Scene::same_core) {
    vm.workload.threads = 4;  // each kicks for itself, while others compute on
    vm.workload.compute = Distribution::fixed(1_ms);
  }
  return vm;
}

vm::MachineSpec machine_for(Scene scene) {
  vm::MachineSpec machine;
  machine.host.cores = 2;
  machine.host.hz = scene == Scene::busy_core ? 250 : 1;  // where a hog must let others begin
  machine.host.scheduler.policy = "cfs";
  machine.vms.push_back(one_vm(scene));
  if (scene == Scene::busy_core) machine.background.push_back({"hog", 1, 0, {other.value}});
  return machine;
}

Duration length_of(Scene scene) {
  switch (scene) {
    case Scene::busy_core:
      return 200_ms;
    case Scene::running:
    case Scene::same_core:
      return 40_ms;
    default:
      return 2_ms;
  }
}

}  // namespace

Duration traced_phase(const cost::CostProfile& profile, Scene scene, std::string_view phase) {
  engine::Simulation simulation;
  vm::Machine machine(simulation, machine_for(scene), profile);
  tracefiles::PhaseCollector collector;
  const MachineTrace trace(simulation, machine,
                           [&](const tracefiles::TraceEvent& event) { collector.feed(event); });
  simulation.run_until(Instant{length_of(scene)});
  for (tracefiles::PhaseSamples& samples : collector.samples()) {
    if (samples.name != phase || samples.ns.empty()) continue;
    const auto middle = samples.ns.begin() + static_cast<std::ptrdiff_t>(samples.ns.size() / 2);
    std::nth_element(samples.ns.begin(), middle, samples.ns.end());
    return Duration{std::llround(*middle * 1e3)};
  }
  return Duration::zero();
}

}  // namespace kickpath::microbench
