#pragma once
#include <vector>

#include "hostfacts/host_use.hpp"
#include "results/measurement.hpp"
#include "vmm/machine.hpp"

/// What a machine has done so far, counted where it happens; two readings, subtracted, are a replica.
namespace kickpath::vmm {

struct Reading {
  hostfacts::HostUse host;
  std::vector<results::InstanceCounts> vms;         ///< with all exits, full ones too, as light_exits
  std::vector<std::vector<Duration>> thread_times;  ///< by VM, then by thread
  std::vector<Duration> hog_times;
};

/// Adds what a vcpu's program tells of itself.
void add_progress(const protocol::Progress& progress, std::span<const std::uint64_t> histogram,
                  results::InstanceCounts& sum);

/// Run time of one task during an interval.
struct TaskTime {
  std::string name;
  std::vector<unsigned> cpus;  ///< of the host, where it may run
  Duration time{};
};

/// Who used each of `cpus` in between; a task that may run on several cores is in nobody's list.
std::vector<results::CoreUse> core_uses(const hostfacts::HostUse& begin, const hostfacts::HostUse& end,
                                        const std::vector<unsigned>& cpus,
                                        const std::vector<TaskTime>& tasks);

Duration duration_between(const hostfacts::HostUse& begin, const hostfacts::HostUse& end);

/// Of the host, where a thread of the machine may run.
std::vector<unsigned> used_cpus(const Machine& machine);

Reading read_counts(const Machine& machine, const hostfacts::HostFiles& files);

/// `end` is a later reading of the same machine than `begin`; `cpus` as in MachineParts.
results::Replica difference(const Machine& machine, const Reading& begin, const Reading& end,
                            const std::vector<unsigned>& cpus);

}  // namespace kickpath::vmm
