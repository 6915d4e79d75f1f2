#pragma once
#include <cstdint>

#include "engine/probe.hpp"
#include "time/duration.hpp"
#include "time/ids.hpp"
#include "vcpu/probes.hpp"

/// What can be observed of the VMs as wholes. VMs are numbered over the whole scenario.
namespace kickpath::vm {

using VmIndex = std::int32_t;

struct Probes {
  vcpu::Probes vcpu;
  engine::Probe<VmIndex, QueueId> kick;
  /// latency, bytes.
  engine::Probe<VmIndex, Duration, std::uint32_t> completed;
  engine::Probe<VmIndex> dropped;
};

}  // namespace kickpath::vm
