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

Reading read_counts(const Machine& machine, const hostfacts::HostFiles& files);

/// `end` is a later reading of the same machine than `begin`; `cpus` as in MachineParts.
results::Replica difference(const Machine& machine, const Reading& begin, const Reading& end,
                            const std::vector<unsigned>& cpus);

}  // namespace kickpath::vmm
