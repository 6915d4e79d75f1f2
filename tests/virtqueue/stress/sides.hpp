#pragma once
#include <cstdint>
#include <vector>

#include "arena.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

/// Both sides of a queue of either layout, over the arena that they share.
namespace kickpath::virtqueue::stress {

struct SplitSides {
  using Memory = stress::Memory<QueueLayout>;
  using Driver = SplitDriver<Memory>;
  using Device = SplitDevice<Memory>;

  static Memory memory(Arena& arena, SlowStores& slow) { return arena.memory<QueueLayout>(slow); }
  static Device device(const Arena& arena, const Memory& memory, std::vector<std::uint16_t>&, Suppression s) {
    return {memory, arena.layout<QueueLayout>(), s};
  }
  static Driver driver(const Arena& arena, const Memory& memory, std::vector<DriverSlot>& slots,
                       Suppression s) {
    return {memory, arena.layout<QueueLayout>(), slots, s};
  }
};

struct PackedSides {
  using Memory = stress::Memory<PackedLayout>;
  using Driver = PackedDriver<Memory>;
  using Device = PackedDevice<Memory>;

  static Memory memory(Arena& arena, SlowStores& slow) { return arena.memory<PackedLayout>(slow); }
  static Device device(const Arena& arena, const Memory& memory, std::vector<std::uint16_t>& lengths,
                       Suppression s) {
    lengths.resize(arena.layout<PackedLayout>().size);
    return {memory, arena.layout<PackedLayout>(), lengths, s};
  }
  static Driver driver(const Arena& arena, const Memory& memory, std::vector<DriverSlot>& slots,
                       Suppression s) {
    return {memory, arena.layout<PackedLayout>(), slots, s};
  }
};

}  // namespace kickpath::virtqueue::stress
