#pragma once
#include "config/shapes.hpp"
#include "host/topology_spec.hpp"

namespace kickpath::scenario {

config::Shape<host::TopologySpec> topology_shape();

}  // namespace kickpath::scenario
