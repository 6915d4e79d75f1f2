#pragma once
#include <compare>
#include <cstdint>

namespace kickpath::virtqueue {

/// Guest-physical, in bytes.
struct GuestAddress {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(GuestAddress, GuestAddress) = default;
  friend constexpr GuestAddress operator+(GuestAddress a, std::uint64_t bytes) { return {a.value + bytes}; }
};

constexpr bool is_aligned(GuestAddress address, std::uint64_t alignment) {
  return address.value % alignment == 0;
}

}  // namespace kickpath::virtqueue
