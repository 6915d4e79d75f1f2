#pragma once
#include <cstdint>
#include <vector>

#include "checked_memory.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::virtqueue::testing {

constexpr GuestAddress area_start{0x10000};
constexpr std::uint64_t data_bytes = 65536;  ///< behind the rings, for buffers and tables

/// A driver and a device on one queue, and the bytes between them.
struct Ring {
  explicit Ring(std::uint16_t size, Suppression suppression = Suppression::flags)
      : area{area_start, std::vector<std::byte>(area_bytes(size) + data_bytes), 0, 0, {}},
        layout(lay_out(area_start, size)), slots(size), driver(memory, layout, slots, suppression),
        device(memory, layout, suppression) {}
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  GuestAddress data(std::uint64_t offset = 0) const { return area_start + area_bytes(layout.size) + offset; }

  AddResult add_one(std::uint32_t token) {
    const Buffer buffer{data(), 64, false};
    return driver.add({&buffer, 1}, token);
  }

  /// n requests there and back, in order, without a notification test.
  void turn(std::uint32_t n) {
    for (std::uint32_t i = 0; i < n; ++i) {
      add_one(i);
      device.push(device.pop().value().head(), 0);
      driver.reap().value();
    }
  }

  CheckedArea area;
  CheckedMemory memory{area};
  QueueLayout layout;
  std::vector<DriverSlot> slots;
  SplitDriver<CheckedMemory> driver;
  SplitDevice<CheckedMemory> device;
};

}  // namespace kickpath::virtqueue::testing
