#include "vm/virtio_device.hpp"

#include "device/backend_catalogue.hpp"

namespace kickpath::vm {

namespace {

using device::BackendKind;
using device::BackendSpec;
using server::ServerKind;

bool has_ioeventfd(const VirtioDevice::Parts& parts) {
  return !notify::returns_to_userspace(parts.spec.kick) && parts.pci.io_bus().has_many_places();
}

bool is_asynchronous(const BackendSpec& backend) {
  if (backend.kind == BackendKind::disk) return true;
  return backend.kind == BackendKind::fixed && backend.latency != Distribution::fixed(Duration::zero());
}

}  // namespace

VirtioDevice::VirtioDevice(const Parts& parts)
    : host_(parts.host), spec_(parts.spec),
      is_served_by_vcpu_(parts.spec.server.kind == ServerKind::vcpu || !has_ioeventfd(parts)),
      is_asynchronous_(is_asynchronous(parts.spec.backend)),
      backend_(device::make_backend(parts.spec.backend, parts.host.simulation(), parts.name)),
      interrupts_({parts.host, parts.spec, interrupt_kind(), parts.number, parts.guests, parts.pci}) {
  if (!is_served_by_vcpu_ && spec_.server.kind == ServerKind::iothread)
    own_loop_ = std::make_unique<server::EventLoop>(host_, spec_.server.poll, nullptr);
  notify::EventPoll* looks_by_itself = own_loop_ == nullptr ? nullptr : &own_loop_->poll();
  for (std::uint32_t q = 0; q < spec_.queues; ++q) {
    Guest& owner = *parts.guests[q % parts.guests.size()];
    queues_.push_back(std::make_unique<VirtioQueue>(
        VirtioQueueParts{host_, spec_, QueueId{q}, owner, *backend_, interrupts_.of_queue(q), parts.lock,
                         looks_by_itself, parts.pci.io_bus(), parts.number, parts.vm.workload}));
    attach(*queues_.back(), parts.main_loop);
    if (spec_.name == parts.vm.workload.device) owner.drive(*queues_.back());
  }
}

// What a vcpu thread serves inline is done before the guest runs on, and needs no interrupt.
notify::InterruptPathKind VirtioDevice::interrupt_kind() const {
  return is_served_by_vcpu_ && !is_asynchronous_ ? notify::InterruptPathKind::none : spec_.interrupt;
}

void VirtioDevice::attach(VirtioQueue& queue, server::EventLoop& main_loop) {
  device::ServedQueue& served = queue.served();
  const auto reap = [&served](host::Task& task) { served.reap_completions(task); };
  if (own_loop_ == nullptr) {
    served.completions().attach(main_loop.poll(), reap);
    return;
  }
  const auto drain = [&served](host::Task& task) { served.drain(task); };
  served.kicks().attach(own_loop_->poll(), drain);
  served.completions().attach(own_loop_->poll(), reap);
  own_loop_->add({[&served](host::Task& task) { served.stop_kicks(task); },
                  [&served](host::Task& task) { return served.has_pending(task); }, drain,
                  [&served](host::Task& task) { return served.resume_kicks(task); }});
}

void VirtioDevice::start_server(host::TaskSpec task) {
  task.nice = spec_.server.nice;
  host_.spawn(std::move(task), [this](host::Task& server) { own_loop_->run(server); });
}

}  // namespace kickpath::vm
