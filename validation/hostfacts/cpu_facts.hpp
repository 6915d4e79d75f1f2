#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "hostfacts/host_files.hpp"

namespace kickpath::hostfacts {

/// The processor, as /proc/cpuinfo tells it of its first entry and sysfs of all.
struct CpuFacts {
  std::optional<std::string> model;
  std::optional<std::int64_t> online;  ///< logical cpus
  std::optional<bool> has_smt;         ///< siblings are in use
  std::optional<std::string> microcode;
  std::optional<bool> is_virtual;  ///< a hypervisor is below
  std::optional<bool>
      has_steady_tsc;  ///< constant_tsc and nonstop_tsc: it counts time, whatever the core does
  std::optional<std::int64_t> tsc_khz;  ///< where the kernel exports it
};

CpuFacts read_cpu_facts(const HostFiles& files);

}  // namespace kickpath::hostfacts
