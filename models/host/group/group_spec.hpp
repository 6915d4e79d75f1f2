#pragma once
#include <cstdint>
#include <optional>

#include "time/duration.hpp"

/// A group of tasks that share the cores as one: a cpu cgroup, or an autogroup.
namespace kickpath::host {

/// cpu.max: at most `quota` of CPU time, of all cores together, in each period.
struct CpuMaxSpec {
  Duration quota{};
  Duration period{100'000'000'000};  ///< the default of cpu.max
};

struct CgroupSpec {
  std::int64_t weight = 1024;  ///< scheduler's: of a nice-0 task; cpu.weight 100
  std::optional<CpuMaxSpec> cpu_max;
};

}  // namespace kickpath::host
