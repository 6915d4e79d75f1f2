#pragma once
#include "config/shapes.hpp"
#include "device/device_spec.hpp"

namespace kickpath::scenario {

/// An entry of `devices`.
config::Shape<device::DeviceSpec> device_shape();

}  // namespace kickpath::scenario
