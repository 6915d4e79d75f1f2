#pragma once
#include "protocol/control_block.hpp"

namespace kickpath::guest {

/// Builds the vcpu's queues, runs the program that is planned for it, and says that it has ended.
void run(protocol::VcpuControl& control);

}  // namespace kickpath::guest
