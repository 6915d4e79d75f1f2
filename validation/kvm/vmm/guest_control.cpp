#include "vmm/guest_control.hpp"

#include <algorithm>

#include "protocol/control_block.hpp"
#include "vmm/doors.hpp"
#include "vmm/law_table.hpp"
#include "vmm/seed.hpp"

namespace kickpath::vmm {

namespace {

using protocol::ProgramKind;
using workload::Completion;
using workload::WorkloadKind;

ProgramKind program_of(const workload::WorkloadSpec& workload, const VcpuPlan& vcpu) {
  if (vcpu.driven.empty()) return ProgramKind::idle;
  if (workload.completion == Completion::none) return ProgramKind::doorbell;
  return workload.kind == WorkloadKind::closed_loop ? ProgramKind::closed_loop : ProgramKind::open_loop;
}

protocol::Law law_of(const Distribution& law, std::uint64_t table) {
  return {law.is_fixed() ? law.a.count() : 0, table};
}

void write_law(const GuestRam& ram, const Distribution& law, std::uint64_t table) {
  if (table == 0) return;
  const auto slices = slices_of(law);
  std::copy(slices.begin(), slices.end(), ram.span<std::int64_t>(table, slices.size()).begin());
}

protocol::QueueControl control_of(const QueuePlan& queue, const device::DeviceSpec& device) {
  protocol::QueueControl control;
  control.id = queue.id;
  control.in_flight = queue.in_flight;
  control.kick = kick_kind(device.kick);
  control.suppression = device.queue.suppression;
  control.kick_address = kick_address(device.kick, queue.door);
  if (const auto* packed = std::get_if<virtqueue::PackedLayout>(&queue.rings))
    control.packed_rings = *packed;
  else
    control.rings = std::get<virtqueue::QueueLayout>(queue.rings);
  control.requests = queue.requests;
  control.driver_slots = queue.driver_slots;
  control.request_slots = queue.request_slots;
  return control;
}

void write_queue_table(const GuestRam& ram, const GuestPlan& plan, const VcpuPlan& vcpu,
                       const vm::VmSpec& spec) {
  const auto table = ram.span<protocol::QueueControl>(vcpu.queue_table, vcpu.driven.size());
  for (std::size_t i = 0; i < vcpu.driven.size(); ++i) {
    const QueuePlan& queue = plan.queues[vcpu.driven[i]];
    table[i] = control_of(queue, spec.devices[queue.device]);
  }
}

protocol::Plan plan_of(const GuestPlan& guest, const VcpuPlan& vcpu, const vm::VmSpec& spec,
                       const ClockRates& rates) {
  const workload::WorkloadSpec& workload = spec.workload;
  protocol::Plan plan;
  plan.kind = program_of(workload, vcpu);
  plan.batch = workload::batch_of(workload);
  plan.polls = workload::polls(workload.completion) ? 1 : 0;
  plan.waits_for_all = workload.completion == Completion::spin ? 1 : 0;
  plan.queues = static_cast<std::uint32_t>(vcpu.driven.size());
  plan.queue_table = vcpu.queue_table;
  plan.compute = law_of(workload.compute, guest.compute_table);
  plan.arrivals = law_of(workload.arrivals, guest.arrivals_table);
  plan.tsc = rates.tsc;
  plan.spin = rates.spin;
  plan.shared = guest.shared;
  plan.shared_bytes = guest.shared_bytes;
  plan.scratch = vcpu.scratch;
  plan.scratch_bytes = vcpu.scratch_bytes;
  plan.histogram = vcpu.histogram;
  return plan;
}

}  // namespace

void write_controls(const GuestRam& ram, const GuestPlan& plan, const vm::VmSpec& spec,
                    const ClockRates& rates, std::uint64_t seed) {
  write_law(ram, spec.workload.compute, plan.compute_table);
  write_law(ram, spec.workload.arrivals, plan.arrivals_table);
  for (std::size_t v = 0; v < plan.vcpus.size(); ++v) {
    auto& control = ram.at<protocol::VcpuControl>(plan.vcpus[v].control);
    control = protocol::VcpuControl{};
    control.plan = plan_of(plan, plan.vcpus[v], spec, rates);
    control.plan.seed = seed_of(seed, v);
    write_queue_table(ram, plan, plan.vcpus[v], spec);
  }
}

}  // namespace kickpath::vmm
