#pragma once
#include <vector>

#include "measure/suite.hpp"

namespace kickpath::measure {

/// The primitives of a host that need no KVM.
std::vector<Group> host_suite();

}  // namespace kickpath::measure
