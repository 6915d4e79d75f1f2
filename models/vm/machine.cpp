#include "vm/machine.hpp"

namespace kickpath::vm {

Machine::Machine(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile)
    : host_(simulation, spec.host, profile) {
  const std::vector<seating::VmSeat> places = seating::seats(spec);
  std::size_t seat = 0;
  for (const VmSpec& group : spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i)
      vms_.push_back(std::make_unique<Vm>(host_, group, places[seat++], probes_));
  for (const BackgroundSpec& group : spec.background) start_background(group);
}

void Machine::start_background(const BackgroundSpec& group) {
  for (std::uint32_t i = 0; i < group.count; ++i) {
    const host::CoreSet affinity = group.cores.empty()
                                       ? host::CoreSet::up_to(host_.core_count())
                                       : host::CoreSet::only(CoreId{group.cores[i % group.cores.size()]});
    host_.spawn({group.name + std::to_string(i), -1, affinity, group.nice, false}, [](host::Task& task) {
      for (;;) task.run_through(Duration::max());
    });
  }
}

}  // namespace kickpath::vm
