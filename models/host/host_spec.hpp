#pragma once
#include <cstdint>
#include <optional>

#include "host/scheduler_spec.hpp"
#include "host/topology_spec.hpp"

/// The host of a scenario: how many cores, and how they are scheduled.
namespace kickpath::host {

enum class PreemptionKind : std::uint8_t { none, voluntary, full, lazy };

struct HostSpec {
  std::uint32_t cores = 2;                ///< logical CPUs
  std::optional<TopologySpec> topology;  ///< has just as many; unset: one socket, one thread a core
  std::optional<std::uint32_t> hz;  ///< timer ticks a second (CONFIG_HZ); unset: the profile's
  SchedulerSpec scheduler;
  std::optional<PreemptionKind> preemption;  ///< unset: none
  bool autogroup = false;  ///< sched_autogroup_enabled: each VM and background group shares as one
};

}  // namespace kickpath::host
