#include "vm/machine.hpp"

#include <algorithm>

#include "host/system_call.hpp"

namespace kickpath::vm {

namespace {

/// The VMs at the other end of its workload's connections; none: processes, or there are no connections.
std::optional<std::string> peer_of(const VmSpec& group) {
  for (const device::DeviceSpec& device : group.devices)
    if (device.name == group.workload.device) return device.net.peer.vm;
  return std::nullopt;
}

}  // namespace

Machine::Machine(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile)
    : site_(simulation, spec, profile) {
  const std::vector<seating::VmSeat> places = seating::seats(spec);
  std::size_t seat = 0;
  for (const VmSpec& group : spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i)
      vms_.push_back(std::make_unique<Vm>(site_, group, places[seat++], probes_));
  connect_guests(spec);
  for (std::size_t i = 0; i < spec.background.size(); ++i)
    start_background(spec.background[i], site_.group_of_background(spec.background[i].on, i));
}

// Once all VMs are there.
void Machine::connect_guests(const MachineSpec& spec) {
  for (const VmSpec& group : spec.vms) {
    const std::optional<std::string> other = peer_of(group);
    if (!other) continue;
    for (std::uint32_t i = 0; i < group.count; ++i)
      vm_named(group.name + std::to_string(i))
          .network()
          .connect_to(vm_named(*other + std::to_string(i)).network());
  }
}

Vm& Machine::vm_named(const std::string& name) {
  const auto found =
      std::find_if(vms_.begin(), vms_.end(), [&](const auto& vm) { return vm->name() == name; });
  engine::check_invariant(found != vms_.end(), "a VM that is not there");
  return **found;
}

void Machine::start_background(const BackgroundSpec& group, std::int32_t sched_group) {
  host::Host& host = site_.host(group.on);
  for (std::uint32_t i = 0; i < group.count; ++i) {
    const host::CoreSet affinity = group.cores.empty()
                                       ? host::CoreSet::up_to(host.core_count())
                                       : host::CoreSet::only(CoreId{group.cores[i % group.cores.size()]});
    host.spawn({group.name + std::to_string(i), -1, affinity, group.nice, false, nullptr, false, sched_group},
               [call = group.system_call](host::Task& task) {
                 while (call) host::make_system_call(task, *call);
                 for (;;) task.run_through(Duration::max());
               });
  }
}

}  // namespace kickpath::vm
