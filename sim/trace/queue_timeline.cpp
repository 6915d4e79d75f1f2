#include "trace/queue_timeline.hpp"

#include <utility>

namespace kickpath::trace {

QueueTimeline::QueueTimeline(TimelinePen& pen, TimelineThreads& threads, vm::Machine& machine)
    : pen_(pen), threads_(threads), queues_(machine.vms().size()) {
  for (std::size_t i = 0; i < machine.vms().size(); ++i) {
    add_virtio_queues(*machine.vms()[i], i);
    add_net_queues(*machine.vms()[i], i);
  }
  listen_to_vms(machine.probes());
  listen_to_vcpus(machine.probes().vcpu);
  for (HostId id = first_host; id.value < machine.host_count(); ++id.value)
    listen_to_host(machine.host(id).probes);
}

// Devices of both kinds count for themselves, and are in the order of the scenario.
void QueueTimeline::add_virtio_queues(vm::Vm& vm, std::size_t index) {
  std::size_t number = 0;
  for (const device::DeviceSpec& spec : vm.spec().devices) {
    if (spec.kind == device::DeviceKind::net) continue;
    vm::VirtioDevice& device = *vm.devices()[number++];
    if (spec.name != vm.spec().workload.device) continue;
    const bool has_ring = vm.spec().workload.completion != workload::Completion::none;
    for (const auto& queue : device.queues()) {
      const std::uint32_t q = queue->id().value;
      std::optional<vcpu::Vector> vector;
      if (device.interrupts().of_queue(q) != nullptr) vector = device.interrupts().vector_of(q);
      listen_to_device(queue->served(),
                       add(index, *vm.guests()[q % vm.guests().size()],
                           vm.name() + '/' + spec.name + " q" + std::to_string(q), vector, has_ring));
    }
  }
}

void QueueTimeline::add_net_queues(const vm::Vm& vm, std::size_t index) {
  for (const auto& device : vm.net_devices()) {
    if (device->name() != vm.spec().workload.device) continue;
    for (std::size_t p = 0; p < device->pairs().size(); ++p) {
      const auto add_one = [&](nic::Ring& ring, const char* kind) {
        QueueTrack& queue =
            add(index, *vm.guests()[p], vm.name() + '/' + device->name() + kind + std::to_string(p),
                std::nullopt, true);
        listen_to_ring(ring.probes, queue);
      };
      add_one(device->pairs()[p]->rx_ring(), " rx");
      add_one(device->pairs()[p]->tx_ring(), " tx");
    }
  }
}

QueueTrack& QueueTimeline::add(std::size_t vm, vm::Guest& guest, std::string name,
                               std::optional<vcpu::Vector> vector, bool has_ring) {
  const host::Task& vcpu = guest.vcpu().task();
  QueueTrack& added = *queues_[vm].emplace_back(
      std::make_unique<QueueTrack>(QueueTrack::Parts{pen_, threads_.process_of_vm(vm), std::move(name), vcpu,
                                                     threads_.of(vcpu).track(), vector, has_ring},
                                   next_arrow_));
  driven_[&vcpu].push_back(&added);
  return added;
}

void QueueTimeline::listen_to_device(device::ServedQueue& device, QueueTrack& queue) {
  device.about_to.subscribe([this, &queue](const host::Task&, program::RingOperation operation) {
    if (pen_.is_over()) return;
    if (operation == program::RingOperation::pop) queue.popped();
    if (operation == program::RingOperation::push) queue.pushed();
  });
}

void QueueTimeline::listen_to_ring(nic::RingProbes& ring, QueueTrack& queue) {
  const auto on = [this, &queue](engine::Probe<host::Task&>& probe, void (QueueTrack::*event)()) {
    probe.subscribe([this, &queue, event](const host::Task&) {
      if (!pen_.is_over()) (queue.*event)();
    });
  };
  on(ring.posted, &QueueTrack::posted);
  on(ring.popped, &QueueTrack::popped);
  on(ring.pushed, &QueueTrack::pushed);
  on(ring.reaped, &QueueTrack::reaped);
}

void QueueTimeline::listen_to_vms(vm::Probes& probes) {
  probes.posted.subscribe([this](vm::VmIndex vm, QueueId id) {
    if (QueueTrack* queue = at(vm, id); queue != nullptr && !pen_.is_over()) queue->posted();
  });
  probes.reaped.subscribe([this](vm::VmIndex vm, QueueId id) {
    if (QueueTrack* queue = at(vm, id); queue != nullptr && !pen_.is_over()) queue->reaped();
  });
  probes.cancelled.subscribe([this](vm::VmIndex vm, QueueId id, std::uint32_t) {
    if (QueueTrack* queue = at(vm, id); queue != nullptr && !pen_.is_over()) queue->cancelled();
  });
  probes.kick.subscribe([this](vm::VmIndex vm, QueueId id) {
    QueueTrack* queue = at(vm, id);
    if (queue == nullptr || pen_.is_over()) return;
    queue->kicked();
    kicks_[&queue->driver()] = queue;
  });
}

// A kick is over when its guest runs again.
void QueueTimeline::listen_to_vcpus(vcpu::Probes& probes) {
  probes.kvm_entry.subscribe([this](const vcpu::Vcpu& vcpu) {
    if (pen_.is_over()) return;
    if (const auto kick = kicks_.find(&vcpu.task()); kick != kicks_.end()) kick->second = nullptr;
  });
  probes.kvm_inj_virq.subscribe([this](const vcpu::Vcpu& vcpu, vcpu::Vector vector) {
    if (pen_.is_over()) return;
    if (const auto driven = driven_.find(&vcpu.task()); driven != driven_.end())
      for (QueueTrack* queue : driven->second) queue->interrupts(vector);
  });
}

void QueueTimeline::listen_to_host(host::Probes& probes) {
  probes.sched_waking.subscribe([this](const host::Task& wakee, const host::Task* waker) {
    if (pen_.is_over() || waker == nullptr || !waker->spec().is_vcpu) return;
    const auto kick = kicks_.find(waker);
    if (kick == kicks_.end() || kick->second == nullptr) return;
    kick->second->wakes(wakee);
    woken_[&wakee].push_back(kick->second);
  });
  probes.sched_switch.subscribe([this](CoreId, const host::Task*, const host::Task* next) {
    if (pen_.is_over() || next == nullptr) return;
    const auto woken = woken_.find(next);
    if (woken == woken_.end()) return;
    for (QueueTrack* queue : woken->second) queue->runs(*next, threads_.of(*next).track());
    woken->second.clear();
  });
}

}  // namespace kickpath::trace
