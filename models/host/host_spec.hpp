#pragma once
#include <cstdint>
#include <optional>

#include "host/scheduler_spec.hpp"
#include "host/topology_spec.hpp"

/// The host of a scenario: how many cores, and how they are scheduled.
namespace kickpath::host {

struct HostSpec {
  std::uint32_t cores = 2;                ///< logical CPUs
  std::optional<TopologySpec> topology;  ///< has just as many; unset: one socket, one thread a core
  std::optional<std::uint32_t> hz;  ///< timer ticks a second (CONFIG_HZ); unset: the profile's
  SchedulerSpec scheduler;
};

}  // namespace kickpath::host
