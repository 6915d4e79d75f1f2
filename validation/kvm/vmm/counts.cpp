#include "vmm/counts.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace kickpath::vmm {

namespace {

using protocol::load_shared;
using results::Count;
using results::Counts;

Duration duration_of(double seconds) { return Duration{static_cast<std::int64_t>(seconds * 1e12)}; }

void add_vcpu(const Vm& vm, std::size_t vcpu, results::InstanceCounts& sum) {
  add_progress(vm.control(vcpu).progress, vm.histogram(vcpu), sum);
  Counts& counts = sum.counts;
  counts.full_exits += vm.vcpus()[vcpu]->full_exits();
  // All of them for now: the two counters cannot be read at one instant, so only differences may be
  // subtracted.
  const auto all = vm.vcpus()[vcpu]->statistics().read("exits");
  counts.light_exits += all ? Count(*all) : Count();
}

// Every switch away from a thread of the VM, as in the simulator; of vcpus they are the partial exits.
void add_thread(const Vm& vm, std::size_t thread, results::InstanceCounts& sum,
                std::vector<Duration>& times) {
  const ThreadUse use = vm.threads()[thread]->use();
  times.push_back(use.cpu_time);
  sum.counts.cpu_time += use.cpu_time;
  sum.counts.context_switches += use.switches_away;
  if (thread < vm.vcpus().size()) sum.counts.partial_exits += use.switches_away;
}

Counts nothing_yet() {
  Counts counts = Counts::zero();
  counts.ipis = Count();  // nobody here sees them
  counts.line_transfers = Count();
  counts.packets_sent = counts.packets_received = Count();  // there is no network device
  return counts;
}

/// What happened between two readings; the light exits are then all of them less the full ones.
Counts difference_of(const Counts& end, const Counts& begin) {
  Counts counts = end - begin;
  if (counts.light_exits.is_known()) {
    const std::uint64_t all = *counts.light_exits.get();
    counts.light_exits = all - std::min(all, *counts.full_exits.get());
  }
  return counts;
}

std::vector<TaskTime> task_times(const Machine& machine, const Reading& begin, const Reading& end) {
  std::vector<TaskTime> times;
  for (std::size_t v = 0; v < machine.vms().size(); ++v)
    for (std::size_t t = 0; t < end.thread_times[v].size(); ++t) {
      const ThreadSpec& spec = machine.vms()[v]->threads()[t]->spec();
      times.push_back({spec.name, spec.cpus, end.thread_times[v][t] - begin.thread_times[v][t]});
    }
  for (std::size_t h = 0; h < end.hog_times.size(); ++h) {
    const ThreadSpec& spec = machine.hogs()[h]->spec();
    times.push_back({spec.name, spec.cpus, end.hog_times[h] - begin.hog_times[h]});
  }
  return times;
}

}  // namespace

void add_progress(const protocol::Progress& progress, std::span<const std::uint64_t> histogram,
                  results::InstanceCounts& sum) {
  Counts& counts = sum.counts;
  counts.ops += load_shared(progress.ops);
  counts.bytes += load_shared(progress.bytes);
  counts.dropped += load_shared(progress.dropped);
  counts.kicks += load_shared(progress.kicks);
  sum.latency += results::LatencyHistogram::of(
      histogram, Duration{static_cast<std::int64_t>(load_shared(progress.latency_sum))},
      Duration{static_cast<std::int64_t>(load_shared(progress.latency_min))},
      Duration{static_cast<std::int64_t>(load_shared(progress.latency_max))});
}

Duration duration_between(const hostfacts::HostUse& begin, const hostfacts::HostUse& end) {
  return duration_of(end.at - begin.at);
}

std::vector<results::CoreUse> core_uses(const hostfacts::HostUse& begin, const hostfacts::HostUse& end,
                                        const std::vector<unsigned>& cpus,
                                        const std::vector<TaskTime>& tasks) {
  std::vector<results::CoreUse> uses;
  for (std::uint32_t core = 0; core < cpus.size(); ++core) {
    const double share = hostfacts::core_busy(begin, end, CoreId{cpus[core]}).value_or(0);
    results::CoreUse use{CoreId{core}, duration_of(share * (end.at - begin.at)), {}};
    for (const TaskTime& task : tasks)
      if (task.cpus == std::vector{cpus[core]}) use.by.emplace_back(task.name, task.time);
    uses.push_back(std::move(use));
  }
  return uses;
}

std::vector<unsigned> used_cpus(const Machine& machine) {
  std::set<unsigned> cpus;
  for (const auto& vm : machine.vms())
    for (const auto& thread : vm->threads()) cpus.insert(thread->spec().cpus.begin(), thread->spec().cpus.end());
  for (const auto& hog : machine.hogs()) cpus.insert(hog->spec().cpus.begin(), hog->spec().cpus.end());
  return {cpus.begin(), cpus.end()};
}

Reading read_counts(const Machine& machine, const hostfacts::HostFiles& files) {
  Reading reading;
  const auto host = hostfacts::take_host_use(files);
  if (!host) throw std::runtime_error("/proc/stat does not say how busy the host is");
  reading.host = *host;
  for (const auto& vm : machine.vms()) {
    results::InstanceCounts& sum = reading.vms.emplace_back();
    sum.name = vm->name();
    sum.counts = nothing_yet();
    for (std::size_t v = 0; v < vm->vcpus().size(); ++v) add_vcpu(*vm, v, sum);
    auto& times = reading.thread_times.emplace_back();
    for (std::size_t t = 0; t < vm->threads().size(); ++t) add_thread(*vm, t, sum, times);
    for (const auto& device : vm->devices()) sum.counts.interrupts += device->interrupts();
  }
  for (const auto& hog : machine.hogs()) reading.hog_times.push_back(hog->use().cpu_time);
  return reading;
}

results::Replica difference(const Machine& machine, const Reading& begin, const Reading& end,
                            const std::vector<unsigned>& cpus) {
  results::Replica replica;
  replica.measured = duration_between(begin.host, end.host);
  for (std::size_t v = 0; v < end.vms.size(); ++v)
    replica.vms.push_back({end.vms[v].name, difference_of(end.vms[v].counts, begin.vms[v].counts),
                           end.vms[v].latency - begin.vms[v].latency});
  replica.cores = core_uses(begin.host, end.host, cpus, task_times(machine, begin, end));
  return replica;
}

}  // namespace kickpath::vmm
