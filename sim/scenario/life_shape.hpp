#pragma once
#include "config/shapes.hpp"
#include "vm/vm_spec.hpp"

/// What happens to a VM beside its workload: its boot, its routing table, the events of its life.
namespace kickpath::scenario {

config::Shape<notify::GsiRoutingSpec> gsi_routing_shape();
config::Shape<vm::BootSpec> boot_shape();
config::Shape<vm::LifecycleStep> lifecycle_step_shape();

/// Of all three together.
void check_life(const vm::VmSpec& spec, const config::Spot& spot);

}  // namespace kickpath::scenario
