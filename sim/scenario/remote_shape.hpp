#pragma once
#include "config/shapes.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::scenario {

/// The section `remote`: a second host, and the link between the two.
config::Shape<vm::RemoteSpec> remote_shape();

/// Is there a second host wherever something is said to be on it?
void check_hosts(const vm::MachineSpec& machine, const config::Spot& root);

}  // namespace kickpath::scenario
