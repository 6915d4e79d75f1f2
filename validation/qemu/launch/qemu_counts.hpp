#pragma once
#include <vector>

#include "hostfacts/host_use.hpp"
#include "qemu/qemu_machine.hpp"
#include "results/measurement.hpp"

/// What a machine has done so far; two readings, subtracted, are a replica.
namespace kickpath::qemu {

struct QemuReading {
  hostfacts::HostUse host;
  std::vector<results::InstanceCounts> vms;
  std::vector<std::vector<Duration>> thread_times;  ///< by VM, then by thread
  std::vector<Duration> hog_times;
};

/// Of the host, where a thread of the machine may run.
std::vector<unsigned> used_cpus(const QemuMachine& machine);

/// Throws where a thread of QEMU has ended.
QemuReading read_counts(const QemuMachine& machine, const hostfacts::HostFiles& files);

/// `end` is a later reading of the same machine than `begin`; `cpus` as in QemuMachineParts.
results::Replica difference(const QemuMachine& machine, const QemuReading& begin, const QemuReading& end,
                            const std::vector<unsigned>& cpus);

}  // namespace kickpath::qemu
