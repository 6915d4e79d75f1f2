#pragma once
#include <cstdint>

#include "time/duration.hpp"

namespace kickpath::vm {

/// What a guest does before its workload begins: it finds so many virtio-blk disks, and sets up MSI-X for
/// each.
struct BootSpec {
  std::uint32_t disks = 1;   ///< that are set up; they do no I/O
  std::uint32_t queues = 1;  ///< of each: a vector each, and one for configuration changes
  /// CPU time of everything else until the root file system is there, in the mean. Each disk has its share,
  /// uniform between half and one and a half of the mean: dealt evenly, updates would fall into step with the
  /// host's ticks.
  Duration other{};
};

}  // namespace kickpath::vm
