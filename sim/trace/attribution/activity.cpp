#include "trace/attribution/activity.hpp"

#include "trace/attribution/host_activity.hpp"

namespace kickpath::trace {

Activity::Activity(engine::Simulation& simulation, vm::Machine& machine)
    : simulation_(simulation), machine_(machine) {
  for (const auto& vm : machine.vms())
    for (const auto& guest : vm->guests()) vcpus_[&guest->vcpu().task()] = &guest->vcpu();
  for (HostId id = first_host; id.value < machine.host_count(); ++id.value)
    hosts_.push_back(std::make_unique<HostActivity>(*this, machine.host(id)));
  listen_to_devices(machine.probes().device);
  listen_to_vcpus(machine.probes().vcpu);
  machine.probes().reaped.subscribe([this](vm::VmIndex vm, QueueId queue) {
    auto services = requests_.reaped(vm, queue);
    if (TaskActivity* guest = running()) guest->reaped = services;
  });
  machine.probes().cancelled.subscribe(
      [this](vm::VmIndex vm, QueueId queue, std::uint32_t) { requests_.forget(vm, queue); });
}

Activity::~Activity() = default;

TaskActivity* Activity::running() {
  const engine::Actor* actor = simulation_.running();
  if (actor == nullptr) return nullptr;
  const auto known = by_actor_.find(actor);
  if (known != by_actor_.end()) return known->second;
  TaskActivity* found = nullptr;  // a network's actor is no task
  for (HostId id = first_host; id.value < machine_.host_count(); ++id.value)
    for (const auto& task : machine_.host(id).tasks())
      if (task->actor() == actor) found = &of(*task);
  return by_actor_[actor] = found;
}

TaskActivity& Activity::of(const host::Task& task) {
  std::unique_ptr<TaskActivity>& known = tasks_[&task];
  if (known == nullptr) {
    known = std::make_unique<TaskActivity>();
    known->task = &task;
    const auto vcpu = vcpus_.find(&task);
    if (vcpu != vcpus_.end()) known->vcpu = vcpu->second;
  }
  return *known;
}

void Activity::listen_to_devices(device::Probes& probes) {
  probes.taken.subscribe([this](host::Task& server, device::RequestId id) {
    TaskActivity& self = of(server);
    self.is_serving = true;
    requests_.taken(id, self.log, self.log.served_last(now()));  // the pop is a part of it
  });
  probes.left.subscribe([this](host::Task& server, device::RequestId id, bool is_done) {
    if (is_done) return;  // until the push
    TaskActivity& self = of(server);
    self.is_serving = false;
    requests_.submitted(id, self.log, now());
  });
  probes.finished.subscribe([this](device::RequestId id) { requests_.finished(id, now()); });
  probes.resumed.subscribe([this](host::Task& server, device::RequestId id) {
    TaskActivity& self = of(server);
    self.is_serving = true;
    requests_.resumed(id, self.log, now());
  });
  probes.pushed.subscribe([this](host::Task& server, device::RequestId id) {
    of(server).is_serving = false;
    requests_.pushed(id, now());
  });
}

// A guest that runs, or polls, is interrupted by an IPI: its poke comes later.
void Activity::listen_to_vcpus(vcpu::Probes& probes) {
  probes.kvm_apic_accept_irq.subscribe([this](vcpu::Vcpu& vcpu, vcpu::Vector) {
    TaskActivity& target = of(vcpu.task());
    if (!target.is_spending || target.cause.task != nullptr) return;
    if (const TaskActivity* sender = running()) target.cause = {&sender->log, now(), Part::injection};
  });
}

void Activity::begin(Instant now) {
  for (const auto& host : hosts_) host->begin(now);
}

void Activity::close(Instant now) {
  for (const auto& host : hosts_) host->close(now);
}

std::vector<Activity::Core> Activity::cores() const {
  std::vector<Core> all;
  for (HostId host = first_host; host.value < hosts_.size(); ++host.value) {
    const std::vector<CoreLog>& logs = hosts_[host.value]->cores();
    for (CoreId id{0}; id.value < logs.size(); ++id.value) all.push_back({host, id, logs[id.value]});
  }
  return all;
}

}  // namespace kickpath::trace
