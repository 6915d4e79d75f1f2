#pragma once
#include "memory/simulated_memory.hpp"
#include "program/driver_side.hpp"
#include "vm/guest_world.hpp"

namespace kickpath::vm {

/// The driver's side of a simulated queue.
using Side = program::DriverSide<GuestWorld, memory::SimulatedMemory>;

}  // namespace kickpath::vm
