#include "vm/guest.hpp"

#include <algorithm>

#include "program/closed_loop.hpp"
#include "program/doorbell_loop.hpp"
#include "program/open_loop.hpp"
#include "vm/virtio_queue.hpp"

namespace kickpath::vm {

Guest::Guest(host::Host& host, VmIndex vm, const VmSpec& spec, const host::TaskSpec& task, Probes& probes)
    : workload_(spec.workload), vcpu_(host, spec.vcpu, task, probes.vcpu, [this] { run(); }),
      world_(vm, host, vcpu_, probes, host.simulation().random(task.name + "/guest")) {}

// A vcpu that has nothing to do halts for ever.
void Guest::run() {
  for (VirtioQueue* queue : queues_) queue->driver_ok(vcpu_.task());
  if (!queues_.empty()) run_workload();
  for (;;) vcpu_.halt();
}

void Guest::run_workload() {
  if (workload_.completion == workload::Completion::none) {
    program::run_doorbell_loop(world_, queues_.front()->id(), workload_.compute);
    return;
  }
  std::vector<Side> sides;
  for (VirtioQueue* queue : queues_)
    if (queue->capacity() != 0) sides.push_back(queue->side(world_));
  if (sides.empty()) return;
  world_.watch([&sides] {
    return std::any_of(sides.begin(), sides.end(), [](Side& side) { return side.has_used(); });
  });
  if (workload_.kind == workload::WorkloadKind::closed_loop) {
    run_closed(sides);
  } else {
    run_open(sides);
  }
}

void Guest::run_closed(std::span<Side> sides) {
  const program::ClosedLoop<Distribution> plan{workload_.compute, workload::batch_of(workload_),
                                               workload_.completion == workload::Completion::poll,
                                               workload_.merges};
  program::run_closed_loop<GuestWorld, memory::SimulatedMemory>(world_, sides, plan);
}

void Guest::run_open(std::span<Side> sides) {
  const program::OpenLoop<Distribution> plan{workload_.arrivals, workload_.compute,
                                             workload_.completion == workload::Completion::poll};
  std::vector<Instant> due(sides.size());
  program::run_open_loop<GuestWorld, memory::SimulatedMemory>(world_, sides, plan, due);
}

}  // namespace kickpath::vm
