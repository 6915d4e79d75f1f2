#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "host/host_spec.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

using VmIndex = std::int32_t;  ///< VMs are numbered over the whole scenario

/// Cores of each host that take the interrupts of its NIC, queue by queue, modulo, and that its threads are
/// bound to; none: interrupts go to all cores in turn, and threads anywhere.
struct NapiSpec {
  std::vector<std::uint32_t> host, remote;

  const std::vector<std::uint32_t>& of(HostId id) const { return id == first_host ? host : remote; }
};

/// A full-duplex Ethernet wire between two hosts, with their NICs.
struct LinkSpec {
  std::uint64_t bandwidth = 1'250'000'000;  ///< bytes a second, in each direction
  Duration latency{};                       ///< from NIC to NIC
  std::uint32_t queue = 1000;  ///< packets of a NIC's queue, beyond which datagrams are dropped; 0: no bound
  NapiSpec napi;
};

/// A second host, at the other end of a link.
struct RemoteSpec {
  host::HostSpec host;
  LinkSpec link;
};

/// Everything that a scenario puts on its hosts.
struct MachineSpec {
  host::HostSpec host;
  std::optional<RemoteSpec> remote;
  std::vector<VmSpec> vms;
  std::vector<BackgroundSpec> background;

  const host::HostSpec& host_of(HostId id) const { return id == first_host ? host : remote.value().host; }
};

}  // namespace kickpath::vm
