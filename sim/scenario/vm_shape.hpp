#pragma once
#include "config/shapes.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::scenario {

/// An entry of `vms`.
config::Shape<vm::VmSpec> vm_shape();

/// An entry of `background`.
config::Shape<vm::BackgroundSpec> background_shape();

}  // namespace kickpath::scenario
