#pragma once
#include <string>

#include "config/shapes.hpp"
#include "host/host_spec.hpp"

namespace kickpath::scenario {

/// The section `host`.
config::Shape<host::HostSpec> host_shape();

/// Why there is no cgroup or autogroup under this scheduler, which has no groups.
std::string without_groups(const host::SchedulerSpec& spec);

}  // namespace kickpath::scenario
