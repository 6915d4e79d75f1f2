#pragma once
#include "memory/simulated_memory.hpp"
#include "program/driver_side.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_driver.hpp"
#include "vm/guest_world.hpp"

namespace kickpath::vm {

using SplitDriver = virtqueue::SplitDriver<memory::SimulatedMemory>;
using PackedDriver = virtqueue::PackedDriver<memory::SimulatedMemory>;

/// The driver's side of a simulated queue.
template <virtqueue::DriverQueue Q>
using Side = program::DriverSide<GuestWorld, Q>;

}  // namespace kickpath::vm
