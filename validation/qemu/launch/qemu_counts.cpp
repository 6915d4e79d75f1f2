#include "qemu/qemu_counts.hpp"

#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "vmm/counts.hpp"

namespace kickpath::qemu {

namespace {

using results::Count;
using results::Counts;

// Exits are KVM's own, and shown to QEMU alone.
Counts nothing_yet() {
  Counts counts = Counts::zero();
  counts.ipis = counts.line_transfers = counts.light_exits = counts.full_exits = Count();
  return counts;
}

void add_thread(const QemuVm& vm, const PlacedThread& thread, results::InstanceCounts& sum,
                std::vector<Duration>& times) {
  const auto use = use_of(vm.pid(), thread.tid);
  if (!use) throw std::runtime_error(fmt::format("QEMU's thread {} has ended", thread.name));
  times.push_back(use->cpu_time);
  sum.counts.cpu_time += use->cpu_time;
  sum.counts.context_switches += use->switches_away;
  if (thread.is_vcpu) sum.counts.partial_exits += use->switches_away;
}

std::vector<vmm::TaskTime> task_times(const QemuMachine& machine, const QemuReading& begin,
                                      const QemuReading& end) {
  std::vector<vmm::TaskTime> times;
  for (std::size_t v = 0; v < end.vms.size(); ++v)
    for (std::size_t t = 0; t < end.thread_times[v].size(); ++t) {
      const PlacedThread& thread = machine.vms()[v]->threads()[t];
      times.push_back({thread.name, thread.cpus, end.thread_times[v][t] - begin.thread_times[v][t]});
    }
  for (std::size_t h = 0; h < end.hog_times.size(); ++h) {
    const vmm::ThreadSpec& spec = machine.hogs()[h]->spec();
    times.push_back({spec.name, spec.cpus, end.hog_times[h] - begin.hog_times[h]});
  }
  return times;
}

}  // namespace

std::vector<unsigned> used_cpus(const QemuMachine& machine) {
  std::set<unsigned> cpus;
  for (const auto& vm : machine.vms())
    for (const PlacedThread& thread : vm->threads()) cpus.insert(thread.cpus.begin(), thread.cpus.end());
  for (const auto& hog : machine.hogs()) cpus.insert(hog->spec().cpus.begin(), hog->spec().cpus.end());
  return {cpus.begin(), cpus.end()};
}

QemuReading read_counts(const QemuMachine& machine, const hostfacts::HostFiles& files) {
  QemuReading reading;
  std::vector<pid_t> processes;
  for (const auto& vm : machine.vms()) processes.push_back(vm->pid());
  const auto host = hostfacts::take_host_use(files, processes);
  if (!host) throw std::runtime_error("/proc/stat does not say how busy the host is");
  reading.host = *host;
  for (const auto& vm : machine.vms()) {
    auto& sum = reading.vms.emplace_back();
    sum.name = vm->name();
    sum.counts = nothing_yet();
    for (const std::size_t v : vm->driven()) {
      vmm::add_progress(vm->control(v).progress, vm->histogram(v), sum);
      sum.counts.interrupts += protocol::load_shared(vm->control(v).interrupts);
    }
    auto& times = reading.thread_times.emplace_back();
    for (const PlacedThread& thread : vm->threads()) add_thread(*vm, thread, sum, times);
  }
  for (const auto& hog : machine.hogs()) reading.hog_times.push_back(hog->use().cpu_time);
  return reading;
}

results::Replica difference(const QemuMachine& machine, const QemuReading& begin, const QemuReading& end,
                            const std::vector<unsigned>& cpus) {
  results::Replica replica;
  replica.measured = vmm::duration_between(begin.host, end.host);
  for (std::size_t v = 0; v < end.vms.size(); ++v)
    replica.vms.push_back({end.vms[v].name, end.vms[v].counts - begin.vms[v].counts,
                           end.vms[v].latency - begin.vms[v].latency});
  replica.cores = vmm::core_uses(begin.host, end.host, cpus, task_times(machine, begin, end));
  return replica;
}

}  // namespace kickpath::qemu
