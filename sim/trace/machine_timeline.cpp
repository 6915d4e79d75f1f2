#include "trace/machine_timeline.hpp"

#include <string>

namespace kickpath::trace {

namespace {

std::vector<std::vector<TrackId>> tracks_of_cores(TimelineLegend& legend, vm::Machine& machine) {
  std::vector<std::vector<TrackId>> hosts;
  for (HostId id = first_host; id.value < machine.host_count(); ++id.value) {
    const std::uint32_t process = legend.add_process(id == first_host ? "host cores" : "remote cores");
    std::vector<TrackId>& cores = hosts.emplace_back();
    for (std::size_t i = 0; i < machine.host(id).core_count(); ++i)
      cores.push_back(legend.add_track(process, "core " + std::to_string(i)));
  }
  return hosts;
}

std::vector<std::unique_ptr<HostTimeline>> timelines_of_hosts(
    TimelinePen& pen, TimelineThreads& threads, vm::Machine& machine,
    const std::vector<std::vector<TrackId>>& cores) {
  std::vector<std::unique_ptr<HostTimeline>> hosts;
  for (HostId id = first_host; id.value < machine.host_count(); ++id.value)
    hosts.push_back(std::make_unique<HostTimeline>(pen, threads, machine.host(id), cores[id.value]));
  return hosts;
}

}  // namespace

MachineTimeline::MachineTimeline(const engine::Simulation& simulation, vm::Machine& machine,
                                 TimelineFile& file)
    : pen_(simulation, file), cores_(tracks_of_cores(pen_.legend(), machine)), threads_(pen_, machine),
      hosts_(timelines_of_hosts(pen_, threads_, machine, cores_)),
      vcpus_(pen_, threads_, machine.probes().vcpu), queues_(pen_, threads_, machine) {}

}  // namespace kickpath::trace
