#pragma once
#include "config/shapes.hpp"
#include "net/net_spec.hpp"

namespace kickpath::scenario {

/// What a network device is made of, beside its queues.
config::Shape<net::NetSpec> net_shape();

}  // namespace kickpath::scenario
