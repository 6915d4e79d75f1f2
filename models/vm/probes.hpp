#pragma once
#include "device/probes.hpp"
#include "engine/probe.hpp"
#include "time/duration.hpp"
#include "time/ids.hpp"
#include "vcpu/probes.hpp"
#include "vm/machine_spec.hpp"

/// What can be observed of the VMs as wholes.
namespace kickpath::vm {

struct Probes {
  vcpu::Probes vcpu;
  device::Probes device;
  engine::Probe<VmIndex, QueueId> kick;
  /// latency, bytes.
  engine::Probe<VmIndex, Duration, std::uint32_t> completed;
  engine::Probe<VmIndex> dropped;
  engine::Probe<VmIndex, QueueId> posted;  ///< to a queue of the device that the workload drives
  /// The guest takes the next completion from the used ring.
  engine::Probe<VmIndex, QueueId> reaped;
  /// So many requests of one queue at once, by a reset: its rings begin anew.
  engine::Probe<VmIndex, QueueId, std::uint32_t> cancelled;
  /// The root file system is there: after so long, and so many updates of the GSI routing table.
  engine::Probe<VmIndex, Duration, std::uint64_t> booted;
  engine::Probe<VmIndex> packet_sent;      ///< by the guest, through its device
  engine::Probe<VmIndex> packet_received;  ///< by the guest, into its ring
};

}  // namespace kickpath::vm
