#pragma once
#include <cstdint>
#include <vector>

#include "checked_memory.hpp"
#include "ring.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/packed_driver.hpp"

namespace kickpath::virtqueue::testing {

/// A driver and a device on one packed queue, and the bytes between them.
struct PackedRing {
  explicit PackedRing(std::uint16_t size, Suppression suppression = Suppression::flags)
      : area{area_start, std::vector<std::byte>(packed_area_bytes(size) + data_bytes), 0, 0, {}},
        layout(lay_out_packed(area_start, size)), slots(size), lengths(size),
        driver(memory, layout, slots, suppression), device(memory, layout, lengths, suppression) {}
  PackedRing(const PackedRing&) = delete;
  PackedRing& operator=(const PackedRing&) = delete;

  GuestAddress data(std::uint64_t offset = 0) const {
    return area_start + packed_area_bytes(layout.size) + offset;
  }

  AddResult add(std::uint32_t buffers, std::uint32_t token) {
    const std::vector<Buffer> request(buffers, Buffer{data(), 64, false});
    return driver.add(request, token);
  }
  AddResult add_one(std::uint32_t token) { return add(1, token); }
  void complete() { device.push(device.pop().value().head(), 0); }

  void turn(std::uint32_t n) {
    for (std::uint32_t i = 0; i < n; ++i) {
      add_one(i);
      complete();
      driver.reap().value();
    }
  }

  CheckedArea area;
  CheckedMemory memory{area};
  PackedLayout layout;
  std::vector<DriverSlot> slots;
  std::vector<std::uint16_t> lengths;
  PackedDriver<CheckedMemory> driver;
  PackedDevice<CheckedMemory> device;
};

}  // namespace kickpath::virtqueue::testing
