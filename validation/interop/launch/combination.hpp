#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "device/device_spec.hpp"

namespace kickpath::interop {

/// What driver and device agree on for one check.
struct Combination {
  device::Layout layout = device::Layout::split;
  virtqueue::Suppression suppression = virtqueue::Suppression::flags;
  bool is_indirect = false;
  bool polls = false;
};

/// "packed, event_idx, indirect"
std::string name_of(const Combination& combination);

/// Every layout, suppression and kind of descriptors, with interrupts; and each layout without.
std::vector<Combination> all_combinations();

/// Of a driver that is not ours, which always asks for silence by flags where it cannot by events.
std::vector<Combination> driver_combinations();

/// Feature bits that the driver accepts for it.
std::uint64_t features_of(const Combination& combination);

}  // namespace kickpath::interop
