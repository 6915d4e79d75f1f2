#pragma once
#include <cstdint>

namespace kickpath::qemu_guest {

/// VirtIO 1.3 2.1.
namespace device_status {
constexpr std::uint8_t reset = 0;
constexpr std::uint8_t acknowledge = 1;
constexpr std::uint8_t driver = 2;
constexpr std::uint8_t driver_ok = 4;
constexpr std::uint8_t features_ok = 8;
}  // namespace device_status

}  // namespace kickpath::qemu_guest
