#pragma once
#include "config/shapes.hpp"
#include "host/host_spec.hpp"

namespace kickpath::scenario {

/// The section `host`.
config::Shape<host::HostSpec> host_shape();

}  // namespace kickpath::scenario
