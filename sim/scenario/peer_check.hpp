#pragma once
#include "config/spot.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::scenario {

/// Do the two guests of each connection exist, and do they fit each other?
void check_guest_peers(const vm::MachineSpec& machine, const config::Spot& root);

}  // namespace kickpath::scenario
