#pragma once
#include "config/shapes.hpp"
#include "host/group/group_spec.hpp"
#include "host/system_call_spec.hpp"

namespace kickpath::scenario {

config::Shape<host::CgroupSpec> cgroup_shape();
config::Shape<host::SystemCallSpec> system_call_shape();

}  // namespace kickpath::scenario
