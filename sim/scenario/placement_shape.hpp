#pragma once
#include "config/shapes.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::scenario {

/// The section `placement` of a VM.
config::Shape<vm::PlacementSpec> placement_shape();

/// A list of cores, not empty.
config::Shape<std::vector<std::uint32_t>> cores_shape();

}  // namespace kickpath::scenario
