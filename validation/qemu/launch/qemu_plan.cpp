#include "qemu/qemu_plan.hpp"

#include "protocol/control_block.hpp"
#include "qemu/legacy_rings.hpp"

namespace kickpath::qemu {

namespace {

using namespace qemu_protocol;

/// Above all that we use: SeaBIOS keeps its tables at the top, and works there.
constexpr std::uint64_t firmware_room = 32u << 20;

std::uint64_t features_of(const device::DeviceSpec& spec) {
  // VirtIO 1.3 6 and 5.2.3.
  constexpr std::uint64_t mq = 1u << 12;
  constexpr std::uint64_t indirect_desc = 1u << 28;
  constexpr std::uint64_t event_idx = 1u << 29;
  constexpr std::uint64_t version_1 = 1ull << 32;
  constexpr std::uint64_t ring_packed = 1ull << 34;
  std::uint64_t features = is_legacy(spec) ? 0 : version_1;
  if (spec.queues > 1) features |= mq;
  if (spec.queue.indirect) features |= indirect_desc;
  if (spec.queue.suppression == virtqueue::Suppression::event_idx) features |= event_idx;
  if (spec.queue.layout == device::Layout::packed) features |= ring_packed;
  return features;
}

void set_areas(const device::Rings& rings, QueueSetUp& queue) {
  if (const auto* packed = std::get_if<virtqueue::PackedLayout>(&rings)) {
    queue.descriptors = packed->ring.value;
    queue.driver = packed->driver_event.value;
    queue.device = packed->device_event.value;
  } else {
    const auto& split = std::get<virtqueue::QueueLayout>(rings);
    queue.descriptors = split.desc.value;
    queue.driver = split.avail.value;
    queue.device = split.used.value;
  }
}

/// Where the driver of a queue is told of its door; 0: there is none.
std::uint64_t control_of(const vmm::GuestPlan& plan, std::uint32_t door) {
  const vmm::VcpuPlan& vcpu = plan.vcpus[plan.queues[door].vcpu];
  for (std::size_t i = 0; i < vcpu.driven.size(); ++i)
    if (vcpu.driven[i] == door) return vcpu.queue_table + i * sizeof(protocol::QueueControl);
  return 0;
}

QueueSetUp set_up_of(const vmm::GuestPlan& plan, const vmm::QueuePlan& queue,
                     const device::DeviceSpec& spec) {
  QueueSetUp set_up;
  set_up.size = spec.queue.size;
  set_up.has_interrupt = spec.interrupt == notify::InterruptPathKind::none ? 0 : 1;
  set_up.vector = queue.vector;
  set_up.vcpu = queue.vcpu;
  set_areas(queue.rings, set_up);
  set_up.control = control_of(plan, queue.door);
  return set_up;
}

void write_device(const vmm::GuestRam& ram, const QemuPlan& plan, const vm::VmSpec& spec, std::uint32_t d) {
  const device::DeviceSpec& device = spec.devices[d];
  DeviceSetUp& set_up = ram.span<DeviceSetUp>(plan.device_table, spec.devices.size())[d];
  set_up = {first_slot + d, is_legacy(device) ? 1u : 0u,           features_of(device),
            device.queues,  legacy_ports + d * legacy_port_stride, plan.queue_tables[d]};
  const auto table = ram.span<QueueSetUp>(plan.queue_tables[d], device.queues);
  for (const vmm::QueuePlan& queue : plan.guest.queues)
    if (queue.device == d) table[queue.id] = set_up_of(plan.guest, queue, device);
}

}  // namespace

QemuPlan plan_qemu(const vm::VmSpec& spec) {
  QemuPlan plan;
  plan.guest = vmm::plan_guest(spec);
  vmm::GuestPlan& guest = plan.guest;
  // Legacy rings take the place of the others, behind everything else that driver and device share.
  std::uint64_t next = virtqueue::round_up(guest.shared + guest.shared_bytes, protocol::page);
  for (vmm::QueuePlan& queue : guest.queues) {
    const device::DeviceSpec& device = spec.devices[queue.device];
    if (!is_legacy(device)) continue;
    queue.rings = lay_out_legacy(virtqueue::GuestAddress{next}, device.queue.size);
    next += legacy_bytes(device.queue.size);
  }
  guest.shared_bytes = next - guest.shared;
  const auto take = [&](std::uint64_t bytes) {
    const std::uint64_t at = next;
    next = virtqueue::round_up(next + bytes, virtqueue::cache_line);
    return at;
  };
  plan.entries = take(spec.vcpus * sizeof(Entry));
  plan.device_table = take(spec.devices.size() * sizeof(DeviceSetUp));
  for (const device::DeviceSpec& device : spec.devices)
    plan.queue_tables.push_back(take(device.queues * sizeof(QueueSetUp)));
  guest.memory_bytes = virtqueue::round_up(next, protocol::large_page);
  plan.memory_bytes = guest.memory_bytes + firmware_room;
  return plan;
}

void write_set_up(const vmm::GuestRam& ram, const QemuPlan& plan, const vm::VmSpec& spec) {
  for (std::uint32_t d = 0; d < spec.devices.size(); ++d) write_device(ram, plan, spec, d);
  const auto entries = ram.span<Entry>(plan.entries, plan.guest.vcpus.size());
  for (std::size_t v = 0; v < entries.size(); ++v)
    entries[v] = {plan.guest.vcpus[v].control, plan.guest.vcpus[v].ring3_stack};
  auto& block = ram.at<BootBlock>(boot_block);
  block.entries = plan.entries;
  block.vcpus = spec.vcpus;
  block.devices = static_cast<std::uint32_t>(spec.devices.size());
  block.device_table = plan.device_table;
}

}  // namespace kickpath::qemu
