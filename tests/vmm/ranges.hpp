#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "program/request_table.hpp"
#include "protocol/control_block.hpp"
#include "virtqueue/driver_slot.hpp"
#include "vm/vm_spec.hpp"
#include "vmm/guest_plan.hpp"

/// Every piece of a guest's memory that its plan gives to something.
namespace kickpath::testing {

struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string name;
};

/// Pieces that hold nothing are left out.
class Ranges {
 public:
  Ranges(const vm::VmSpec& spec, const vmm::GuestPlan& plan, std::uint64_t sample_room) {
    add("processor's tables and payload", 0, protocol::allocations);
    for (std::size_t v = 0; v < plan.vcpus.size(); ++v) add_vcpu(plan.vcpus[v], "vcpu " + std::to_string(v));
    for (const vmm::QueuePlan& queue : plan.queues)
      add_driver(queue, spec.devices[queue.device].queue.size, "queue " + std::to_string(queue.door));
    add("compute law", plan.compute_table, plan.compute_table == 0 ? 0 : law_bytes);
    add("arrivals law", plan.arrivals_table, plan.arrivals_table == 0 ? 0 : law_bytes);
    add("samples", plan.samples, sample_room * sizeof(protocol::Sample));
    first_shared_ = all_.size();
    for (const vmm::QueuePlan& queue : plan.queues) add_ring(queue, "queue " + std::to_string(queue.door));
  }

  const std::vector<Range>& all() const { return all_; }
  /// What driver and device share, and what is none of the device's.
  std::vector<Range> shared() const { return {all_.begin() + offset(), all_.end()}; }
  std::vector<Range> own() const { return {all_.begin(), all_.begin() + offset()}; }

 private:
  static constexpr std::uint64_t law_bytes = 4096 * 8;

  std::ptrdiff_t offset() const { return static_cast<std::ptrdiff_t>(first_shared_); }

  void add(const std::string& name, std::uint64_t begin, std::uint64_t bytes) {
    if (bytes != 0) all_.push_back({begin, begin + bytes, name});
  }
  void add_below(const std::string& name, std::uint64_t end, std::uint64_t bytes) {
    add(name, end - bytes, bytes);
  }

  void add_vcpu(const vmm::VcpuPlan& vcpu, const std::string& name) {
    add(name + " control block", vcpu.control, sizeof(protocol::VcpuControl));
    add(name + " TSS", vcpu.task_state, 0x68 + protocol::ports_end / 8 + 1);
    add_below(name + " ring-0 stack", vcpu.ring0_stack, 1024);
    add_below(name + " ring-3 stack", vcpu.ring3_stack, 8192);
    add(name + " histogram", vcpu.histogram, protocol::histogram_bytes);
    add(name + " queue table", vcpu.queue_table, vcpu.driven.size() * sizeof(protocol::QueueControl));
    add(name + " scratch", vcpu.scratch, vcpu.scratch_bytes);
  }

  void add_driver(const vmm::QueuePlan& queue, std::uint16_t size, const std::string& name) {
    add(name + " driver slots", queue.driver_slots, size * sizeof(virtqueue::DriverSlot));
    add(name + " request slots", queue.request_slots, queue.in_flight * sizeof(program::RequestSlot));
  }

  void add_rings(const virtqueue::QueueLayout& rings, const std::string& name) {
    add(name + " descriptors", rings.desc.value, virtqueue::desc_bytes(rings.size));
    add(name + " available", rings.avail.value, virtqueue::avail_bytes(rings.size));
    add(name + " used", rings.used.value, virtqueue::used_bytes(rings.size));
  }
  void add_rings(const virtqueue::PackedLayout& rings, const std::string& name) {
    add(name + " descriptors", rings.ring.value, virtqueue::desc_bytes(rings.size));
    add(name + " driver event", rings.driver_event.value, virtqueue::event_bytes);
    add(name + " device event", rings.device_event.value, virtqueue::event_bytes);
  }
  void add_ring(const vmm::QueuePlan& queue, const std::string& name) {
    std::visit([&](const auto& rings) { add_rings(rings, name); }, queue.rings);
    add(name + " requests", queue.requests.slots.value, program::RequestLayout::slot_bytes * queue.in_flight);
    add(name + " data", queue.requests.data.value, queue.in_flight == 0 ? 0 : queue.requests.bytes);
  }

  std::vector<Range> all_;
  std::size_t first_shared_ = 0;
};

/// "a and b", the first two that overlap; empty: none do.
inline std::string overlap_in(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  for (std::size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i].begin < ranges[i - 1].end) return ranges[i - 1].name + " and " + ranges[i].name;
  return {};
}

}  // namespace kickpath::testing
