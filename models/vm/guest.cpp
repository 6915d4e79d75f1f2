#include "vm/guest.hpp"

#include <algorithm>

#include "program/closed_loop.hpp"
#include "program/doorbell_loop.hpp"
#include "program/open_loop.hpp"
#include "vm/boot.hpp"
#include "vm/virtio_queue.hpp"

namespace kickpath::vm {

namespace {

constexpr vcpu::Vector config_vector = 255;  // of configuration changes; queues have those from 1 on

}  // namespace

Guest::Guest(host::Host& host, VmIndex vm, const VmSpec& spec, const host::TaskSpec& task, Probes& probes)
    : workload_(spec.workload), vcpu_(host, spec.vcpu, task, probes.vcpu, [this] { run(); }),
      world_(vm, host, vcpu_, probes, host.simulation().random(task.name + "/guest")) {}

// A vcpu that has nothing to do halts for ever.
void Guest::run() {
  if (boot_ != nullptr) boot_->run(vcpu_);
  if (program_) program_();
  do {
    world_.begin_anew();
    for (VirtioQueue* queue : queues_) queue->driver_ok(vcpu_.task());
    if (!queues_.empty()) run_workload();
    if (world_.is_stopping()) reset_devices();
  } while (world_.is_stopping());
  for (;;) vcpu_.halt();
}

// Its vector is any: all that the guest does is look.
void Guest::ask_for_reset(host::Task& by) {
  if (queues_.empty()) return;
  world_.stop_for_reset();
  vcpu_.raise(config_vector, by);
}

// The write of 0 to the device status returns to userspace, where the device model finishes what is in
// flight, and forgets the rings (QEMU hw/block/virtio-blk.c, virtio_blk_reset). Requests whose completion the
// driver has not reaped by then are cancelled, as a driver does that removes its queues.
void Guest::reset_devices() {
  for (VirtioQueue* queue : queues_)
    vcpu_.exit_to_userspace(vcpu::ExitKind::pio, [&] {
      queue->reset(vcpu_.task());
      world_.cancelled(queue->id(), queue->renew(vcpu_.task()));
    });
}

void Guest::run_workload() {
  if (workload_.completion == workload::Completion::none) {
    program::run_doorbell_loop(world_, queues_.front()->id(), workload_.compute);
    return;
  }
  // The queues of a workload are of one device, hence of one layout: it is asked for once.
  if (queues_.front()->layout() == device::Layout::packed) {
    run_on_rings<PackedDriver>();
  } else {
    run_on_rings<SplitDriver>();
  }
}

template <virtqueue::DriverQueue Q>
void Guest::run_on_rings() {
  std::vector<Side<Q>> sides;
  for (VirtioQueue* queue : queues_)
    if (queue->capacity() != 0) sides.push_back(queue->side<Q>(world_));
  if (sides.empty()) return;
  world_.watch([&sides] {
    return std::any_of(sides.begin(), sides.end(), [](Side<Q>& side) { return side.has_used(); });
  });
  if (workload_.kind == workload::WorkloadKind::closed_loop) {
    run_closed<Q>(sides);
  } else {
    run_open<Q>(sides);
  }
}

template <virtqueue::DriverQueue Q>
void Guest::run_closed(std::span<Side<Q>> sides) {
  const program::ClosedLoop<Distribution> plan{workload_.compute, workload::batch_of(workload_),
                                               workload::polls(workload_.completion), workload_.merges,
                                               workload_.delays_interrupts,
                                               workload_.completion == workload::Completion::spin};
  program::run_closed_loop<GuestWorld, Q>(world_, sides, plan);
}

template <virtqueue::DriverQueue Q>
void Guest::run_open(std::span<Side<Q>> sides) {
  const program::OpenLoop<Distribution> plan{workload_.arrivals, workload_.compute,
                                             workload::polls(workload_.completion),
                                             workload_.delays_interrupts};
  std::vector<Instant> due(sides.size());
  program::run_open_loop<GuestWorld, Q>(world_, sides, plan, due);
}

}  // namespace kickpath::vm
