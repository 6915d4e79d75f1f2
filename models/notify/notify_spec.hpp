#pragma once
#include <cstdint>

/// How a queue's two notifications travel.
namespace kickpath::notify {

/// Guest to host. The first three groups are mechanisms of KVM; the hypercall was only ever extrapolated
/// (mechanisms.md 1).
enum class KickPathKind : std::uint8_t {
  none,  ///< no kick: the server polls
  userspace_pio,
  userspace_mmio,
  ioeventfd_pio,
  ioeventfd_mmio,
  ioeventfd_mmio_wildcard,
  ioeventfd_hypercall
};

/// Host to guest.
enum class InterruptPathKind : std::uint8_t { none, irqfd, ioctl };

constexpr bool returns_to_userspace(KickPathKind p) {
  return p == KickPathKind::userspace_pio || p == KickPathKind::userspace_mmio;
}

}  // namespace kickpath::notify
