#pragma once
#include <memory>
#include <vector>

#include "trace/host_timeline.hpp"
#include "trace/queue_timeline.hpp"
#include "trace/vcpu_timeline.hpp"

namespace kickpath::trace {

/// The timeline of a simulated machine, into `file`. Subscribes to the machine's probes, and outlives its
/// run.
class MachineTimeline {
 public:
  MachineTimeline(const engine::Simulation& simulation, vm::Machine& machine, TimelineFile& file);

 private:
  TimelinePen pen_;
  std::vector<std::vector<TrackId>> cores_;  ///< by host: the first tracks
  TimelineThreads threads_;
  std::vector<std::unique_ptr<HostTimeline>> hosts_;
  VcpuTimeline vcpus_;
  QueueTimeline queues_;
};

}  // namespace kickpath::trace
