#pragma once
#include <vector>

#include "host/host_spec.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

/// Everything that a scenario puts on a host.
struct MachineSpec {
  host::HostSpec host;
  std::vector<VmSpec> vms;
  std::vector<BackgroundSpec> background;
};

}  // namespace kickpath::vm
