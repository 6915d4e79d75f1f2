#pragma once
#include "engine/probe.hpp"
#include "host/task.hpp"

namespace kickpath::nic {

/// What can be observed of one ring: each fires as the operation is done, at its cost, by that task.
struct RingProbes {
  engine::Probe<host::Task&> posted;  ///< by the driver
  engine::Probe<host::Task&> popped;  ///< by the device
  engine::Probe<host::Task&> pushed;  ///< by the device
  engine::Probe<host::Task&> reaped;  ///< by the driver
};

}  // namespace kickpath::nic
