#pragma once
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "trace/queue_track.hpp"

namespace kickpath::trace {

/// The queues of all VMs, of the devices that their workloads drive. It looks at what host and vcpus do, too,
/// for the arrows; so it is made after their timelines.
class QueueTimeline {
 public:
  /// Subscribes.
  QueueTimeline(TimelinePen& pen, TimelineThreads& threads, vm::Machine& machine);
  QueueTimeline(const QueueTimeline&) = delete;
  QueueTimeline& operator=(const QueueTimeline&) = delete;

 private:
  using Queues = std::vector<std::unique_ptr<QueueTrack>>;

  void add_virtio_queues(vm::Vm& vm, std::size_t index);
  void add_net_queues(const vm::Vm& vm, std::size_t index);
  QueueTrack& add(std::size_t vm, vm::Guest& guest, std::string name, std::optional<vcpu::Vector> vector,
                  bool has_ring);
  void listen_to_device(device::ServedQueue& device, QueueTrack& queue);
  void listen_to_ring(nic::RingProbes& ring, QueueTrack& queue);
  void listen_to_vms(vm::Probes& probes);
  void listen_to_vcpus(vcpu::Probes& probes);
  void listen_to_host(host::Probes& probes);

  /// Null: not of the device that the workload drives.
  QueueTrack* at(vm::VmIndex vm, QueueId queue) {
    Queues& all = queues_[static_cast<std::size_t>(vm)];
    return queue.value < all.size() ? all[queue.value].get() : nullptr;
  }

  TimelinePen& pen_;
  TimelineThreads& threads_;
  std::uint64_t next_arrow_ = 1;
  std::vector<Queues> queues_;                                ///< by VM and number
  std::unordered_map<const host::Task*, QueueTrack*> kicks_;  ///< which a vcpu is at; null: none
  std::unordered_map<const host::Task*, std::vector<QueueTrack*>> driven_;  ///< by a vcpu
  std::unordered_map<const host::Task*, std::vector<QueueTrack*>> woken_;   ///< whose kick has woken a server
};

}  // namespace kickpath::trace
