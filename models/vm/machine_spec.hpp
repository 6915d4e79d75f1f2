#pragma once
#include <cstdint>
#include <vector>

#include "host/host_spec.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

using VmIndex = std::int32_t;  ///< VMs are numbered over the whole scenario

/// Everything that a scenario puts on a host.
struct MachineSpec {
  host::HostSpec host;
  std::vector<VmSpec> vms;
  std::vector<BackgroundSpec> background;
};

}  // namespace kickpath::vm
