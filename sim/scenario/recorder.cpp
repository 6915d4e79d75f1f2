#include "scenario/recorder.hpp"

#include <algorithm>

namespace kickpath::scenario {

Recorder::Recorder(vm::Machine& machine)
    : machine_(machine), tallies_(machine.vms().size()), boots_(machine.vms().size()) {
  listen_to_vms();
  listen_to_host();
}

void Recorder::listen_to_vms() {
  vm::Probes& probes = machine_.probes();
  const auto of = [this](vm::VmIndex vm) -> Tally& { return tallies_[static_cast<std::size_t>(vm)]; };
  probes.completed.subscribe([of](vm::VmIndex vm, Duration latency, std::uint32_t bytes) {
    Tally& tally = of(vm);
    ++tally.ops;
    tally.bytes += bytes;
    tally.latency.add(latency);
  });
  probes.booted.subscribe([this](vm::VmIndex vm, Duration took, std::uint64_t updates) {
    boots_[static_cast<std::size_t>(vm)] = {1, updates, took};
  });
  probes.dropped.subscribe([of](vm::VmIndex vm) { ++of(vm).dropped; });
  probes.packet_sent.subscribe([of](vm::VmIndex vm) { ++of(vm).packets_sent; });
  probes.packet_received.subscribe([of](vm::VmIndex vm) { ++of(vm).packets_received; });
  probes.kick.subscribe([of](vm::VmIndex vm, QueueId) { ++of(vm).kicks; });
  probes.vcpu.kvm_exit.subscribe([this](vcpu::Vcpu& vcpu, vcpu::ExitKind) { ++tally_of(vcpu).exits; });
  probes.vcpu.kvm_userspace_exit.subscribe([this](vcpu::Vcpu& vcpu) { ++tally_of(vcpu).full_exits; });
  probes.vcpu.kvm_apic_accept_irq.subscribe([this](vcpu::Vcpu& vcpu, vcpu::Vector vector) {
    tally_of(vcpu).interrupts += vector != vcpu::timer_vector;
  });
}

void Recorder::listen_to_host() {
  host::Probes& probes = machine_.host().probes;
  // Away from a thread, as Linux counts them for it (nvcsw and nivcsw): what the real world can see too.
  probes.sched_switch.subscribe([this](CoreId, host::Task* before, host::Task*) {
    Tally* tally = tally_of(before);
    if (tally == nullptr) return;
    ++tally->context_switches;
    tally->partial_exits += before->spec().is_vcpu;
  });
  probes.ipi_send.subscribe([this](host::Task* sender, CoreId, host::IpiReason) {
    if (Tally* tally = tally_of(sender)) ++tally->ipis;
  });
  probes.line_transfer.subscribe([this](host::Task& task, std::uint32_t lines) {
    if (Tally* tally = tally_of(&task)) tally->line_transfers += lines;
  });
}

Recorder::Tally* Recorder::tally_of(const host::Task* task) {
  if (task == nullptr || task->spec().vm < 0) return nullptr;
  return &tallies_[static_cast<std::size_t>(task->spec().vm)];
}

Recorder::Tally& Recorder::tally_of(const vcpu::Vcpu& vcpu) { return *tally_of(&vcpu.task()); }

void Recorder::begin(Instant now) {
  machine_.host().account_all();
  for (Tally& tally : tallies_) tally = Tally{};
  cpu_before_ = cpu_times();
  usage_before_ = core_usage();
  begun_ = now;
}

results::Replica Recorder::end(Instant now) const {
  machine_.host().account_all();
  results::Replica replica;
  replica.measured = now - begun_;
  const std::vector<Duration> cpu_after = cpu_times();
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const Tally& tally = tallies_[i];
    results::Counts counts;
    counts.ops = tally.ops;
    counts.bytes = tally.bytes;
    counts.dropped = tally.dropped;
    counts.kicks = tally.kicks;
    counts.interrupts = tally.interrupts;
    counts.light_exits = tally.exits - tally.full_exits;
    counts.full_exits = tally.full_exits;
    counts.partial_exits = tally.partial_exits;
    counts.ipis = tally.ipis;
    counts.context_switches = tally.context_switches;
    counts.line_transfers = tally.line_transfers;
    counts.boots = boots_[i].boots;
    counts.routing_updates = boots_[i].routing_updates;
    counts.boot_time = boots_[i].time;
    if (machine_.vms()[i]->has_network()) {  // elsewhere they are not there to be seen
      counts.packets_sent = tally.packets_sent;
      counts.packets_received = tally.packets_received;
    }
    counts.cpu_time = cpu_after[i] - cpu_before_[i];
    replica.vms.push_back({machine_.vms()[i]->name(), counts, tally.latency});
  }
  for (std::size_t core = 0; core < machine_.host().core_count(); ++core)
    replica.cores.push_back(core_use(core));
  return replica;
}

// A CPU second is run time of vcpu and server threads, halt polling included; hogs and idle are not in it.
std::vector<Duration> Recorder::cpu_times() const {
  std::vector<Duration> times(tallies_.size());
  for (const auto& task : machine_.host().tasks())
    if (task->spec().vm >= 0) times[static_cast<std::size_t>(task->spec().vm)] += task->cpu_time();
  return times;
}

std::vector<Recorder::CoreUsage> Recorder::core_usage() const {
  std::vector<CoreUsage> all;
  for (std::uint32_t i = 0; i < machine_.host().core_count(); ++i) {
    const auto& usage = machine_.host().core(CoreId{i}).usage();
    all.push_back({{usage.begin(), usage.end()}});
  }
  return all;
}

results::CoreUse Recorder::core_use(std::size_t core) const {
  const CoreId id{static_cast<std::uint32_t>(core)};
  const auto& before = usage_before_[core].by;
  results::CoreUse use{id, Duration::zero(), {}};
  for (const auto& [task, total] : machine_.host().core(id).usage()) {
    const auto earlier =
        std::find_if(before.begin(), before.end(), [t = task](const auto& e) { return e.first == t; });
    const Duration ran = earlier == before.end() ? total : total - earlier->second;
    use.busy += ran;
    use.by.emplace_back(task->name(), ran);
  }
  return use;
}

}  // namespace kickpath::scenario
