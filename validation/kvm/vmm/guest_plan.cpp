#include "vmm/guest_plan.hpp"

#include "program/request_table.hpp"
#include "protocol/control_block.hpp"
#include "virtqueue/driver_slot.hpp"

namespace kickpath::vmm {

namespace {

constexpr std::uint64_t ring0_stack_bytes = protocol::page;
constexpr std::uint64_t ring3_stack_bytes = 4 * protocol::page;

/// Deals memory, upwards.
class Allocator {
 public:
  std::uint64_t take(std::uint64_t bytes, std::uint64_t alignment = virtqueue::cache_line) {
    const std::uint64_t at = virtqueue::round_up(next_, alignment);
    next_ = at + bytes;
    return at;
  }
  std::uint64_t next() const { return next_; }

 private:
  std::uint64_t next_ = protocol::allocations;
};

std::uint32_t in_flight(const vm::VmSpec& spec, const device::DeviceSpec& device, std::uint32_t queue) {
  const bool is_driven = device.name == spec.workload.device;
  const bool has_ring = spec.workload.completion != workload::Completion::none;
  return is_driven && has_ring ? workload::in_flight_of(spec.workload, device.queues, queue) : 0;
}

/// A doorbell without a ring belongs to its vcpu all the same.
bool is_driven(const vm::VmSpec& spec, const QueuePlan& queue) {
  if (queue.in_flight != 0) return true;
  const bool is_bare = spec.workload.completion == workload::Completion::none;
  return is_bare && spec.devices[queue.device].name == spec.workload.device;
}

void name_queues(const vm::VmSpec& spec, GuestPlan& plan) {
  std::vector<unsigned> vectors(spec.vcpus, protocol::first_queue_vector);
  for (std::uint32_t d = 0; d < spec.devices.size(); ++d)
    for (std::uint32_t q = 0; q < spec.devices[d].queues; ++q) {
      QueuePlan queue;
      queue.device = d;
      queue.id = q;
      queue.door = static_cast<std::uint32_t>(plan.queues.size());
      queue.vcpu = q % spec.vcpus;
      queue.vector = vectors[queue.vcpu]++;
      queue.in_flight = in_flight(spec, spec.devices[d], q);
      if (is_driven(spec, queue)) plan.vcpus[queue.vcpu].driven.push_back(queue.door);
      plan.queues.push_back(queue);
    }
}

void place_vcpu(VcpuPlan& vcpu, Allocator& memory) {
  vcpu.control = memory.take(protocol::page, protocol::page);
  vcpu.task_state = memory.take(protocol::page, protocol::page);
  vcpu.ring0_stack = memory.take(ring0_stack_bytes, protocol::page) + ring0_stack_bytes;
  vcpu.ring3_stack = memory.take(ring3_stack_bytes, protocol::page) + ring3_stack_bytes;
  vcpu.histogram = memory.take(protocol::histogram_bytes, protocol::page);
  vcpu.queue_table = memory.take(vcpu.driven.size() * sizeof(protocol::QueueControl));
  vcpu.scratch_bytes = vcpu.driven.size() * protocol::arena_bytes_of_queue;
  vcpu.scratch = memory.take(vcpu.scratch_bytes);
}

void place_driver(const device::DeviceSpec& device, QueuePlan& queue, Allocator& memory) {
  queue.driver_slots = memory.take(device.queue.size * sizeof(virtqueue::DriverSlot));
  queue.request_slots = memory.take(queue.in_flight * sizeof(program::RequestSlot));
}

void place_ring(const vm::VmSpec& spec, QueuePlan& queue, Allocator& memory) {
  const device::DeviceSpec& device = spec.devices[queue.device];
  queue.rings = device::lay_out({memory.take(device::area_bytes(device.queue))}, device.queue);
  program::RequestLayout& requests = queue.requests;
  requests.is_blk = device.kind == device::DeviceKind::blk;
  requests.device_writes = spec.workload.direction == workload::Direction::read;
  requests.is_indirect = device.queue.indirect;
  requests.bytes = spec.workload.request_bytes;
  requests.slots = virtqueue::GuestAddress{memory.take(program::RequestLayout::slot_bytes * queue.in_flight)};
  requests.data = virtqueue::GuestAddress{memory.take(queue.in_flight == 0 ? 0 : requests.bytes)};
}

std::uint64_t place_law(const Distribution& law, Allocator& memory) {
  return law.is_fixed() ? 0 : memory.take(protocol::law_entries * sizeof(std::int64_t), protocol::page);
}

}  // namespace

GuestPlan plan_guest(const vm::VmSpec& spec, std::uint64_t sample_room) {
  GuestPlan plan;
  plan.vcpus.resize(spec.vcpus);
  name_queues(spec, plan);
  Allocator memory;
  for (VcpuPlan& vcpu : plan.vcpus) place_vcpu(vcpu, memory);
  for (QueuePlan& queue : plan.queues) place_driver(spec.devices[queue.device], queue, memory);
  plan.compute_table = place_law(spec.workload.compute, memory);
  plan.arrivals_table = place_law(spec.workload.arrivals, memory);
  plan.samples = memory.take(sample_room * sizeof(protocol::Sample), protocol::page);
  plan.shared = memory.take(0, protocol::page);
  for (QueuePlan& queue : plan.queues) place_ring(spec, queue, memory);
  plan.shared_bytes = memory.next() - plan.shared;
  plan.memory_bytes = virtqueue::round_up(memory.next(), protocol::large_page);
  return plan;
}

}  // namespace kickpath::vmm
