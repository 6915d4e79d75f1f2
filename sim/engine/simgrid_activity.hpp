#pragma once
#include <functional>

#include <simgrid/s4u.hpp>

#include "engine/simulation.hpp"

namespace kickpath::engine {

/// Creates and starts an activity of SimGrid's (Comm::sendto_async, Exec, Io). Called in SimGrid's context,
/// not on the fiber of the actor who awaits, and may not block.
using StartActivity = std::function<simgrid::s4u::ActivityPtr()>;

/// Blocks the current actor until the activity has completed. Rethrows what `start` throws; throws
/// SimulationError when the activity fails or is cancelled.
void await(Simulation& simulation, StartActivity start);

}  // namespace kickpath::engine
