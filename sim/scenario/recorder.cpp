#include "scenario/recorder.hpp"

#include <algorithm>

namespace kickpath::scenario {

Recorder::Recorder(vm::Machine& machine)
    : machine_(machine), tallies_(machine.vms().size()), boots_(machine.vms().size()) {
  listen_to_vms();
  for_each_host([this](host::Host& host) { listen_to_host(host); });
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

void Recorder::listen_to_host(host::Host& host) {
  host::Probes& probes = host.probes;
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
  for_each_host([](host::Host& host) { host.account_all(); });
  for (Tally& tally : tallies_) tally = Tally{};
  cpu_before_ = cpu_times();
  usage_before_ = core_usage();
  begun_ = now;
}

results::Replica Recorder::end(Instant now) const {
  for_each_host([](host::Host& host) { host.account_all(); });
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
  for (const CoreUsage& before : usage_before_) replica.cores.push_back(core_use(before));
  return replica;
}

// A CPU second is run time of vcpu and server threads, halt polling included; hogs and idle are not in it.
std::vector<Duration> Recorder::cpu_times() const {
  std::vector<Duration> times(tallies_.size());
  for_each_host([&times](host::Host& host) {
    for (const auto& task : host.tasks())
      if (task->spec().vm >= 0) times[static_cast<std::size_t>(task->spec().vm)] += task->cpu_time();
  });
  return times;
}

std::vector<Recorder::CoreUsage> Recorder::core_usage() const {
  std::vector<CoreUsage> all;
  for (HostId id = first_host; id.value < machine_.host_count(); ++id.value) {
    const std::string name = machine_.host_count() == 1 ? "" : id == first_host ? "host" : "remote";
    host::Host& host = machine_.host(id);
    for (std::uint32_t i = 0; i < host.core_count(); ++i) {
      host::HostCore& core = host.core(CoreId{i});
      all.push_back({core, name, {core.usage().begin(), core.usage().end()}});
    }
  }
  return all;
}

results::CoreUse Recorder::core_use(const CoreUsage& before) {
  results::CoreUse use{before.core.id(), Duration::zero(), {}, before.host};
  for (const auto& [task, total] : before.core.usage()) {
    const auto earlier =
        std::find_if(before.by.begin(), before.by.end(), [t = task](const auto& e) { return e.first == t; });
    const Duration ran = earlier == before.by.end() ? total : total - earlier->second;
    use.busy += ran;
    use.by.emplace_back(task->name(), ran);
  }
  return use;
}

}  // namespace kickpath::scenario
