#pragma once
#include <cstdint>
#include <optional>

#include "notify/notify_spec.hpp"
#include "protocol/address_map.hpp"
#include "protocol/control_block.hpp"
#include "vmm/kvm_api.hpp"

/// Doors: where a VM's queues are kicked and interrupted, by their number over all its devices.
namespace kickpath::vmm {

/// The first 24 are the pins of the IOAPIC.
constexpr std::uint32_t gsi_of(std::uint32_t door) { return 24 + door; }

constexpr protocol::KickKind kick_kind(notify::KickPathKind kick) {
  switch (kick) {
    case notify::KickPathKind::none:
    case notify::KickPathKind::ioeventfd_hypercall:
      return protocol::KickKind::none;
    case notify::KickPathKind::userspace_pio:
    case notify::KickPathKind::ioeventfd_pio:
      return protocol::KickKind::port;
    default:
      return protocol::KickKind::mmio;
  }
}

constexpr std::uint64_t kick_address(notify::KickPathKind kick, std::uint32_t door) {
  const std::uint64_t offset = std::uint64_t{door} * protocol::kick_stride;
  return (kick_kind(kick) == protocol::KickKind::port ? protocol::kick_ports : protocol::kick_words) + offset;
}

/// The door at which a write that came to userspace knocked; nothing if it was none.
inline std::optional<std::uint32_t> door_of(const kvm_run& run) {
  constexpr std::uint64_t bytes = std::uint64_t{protocol::max_kicks} * protocol::kick_stride;
  const auto within = [](std::uint64_t address, std::uint64_t base) -> std::optional<std::uint32_t> {
    if (address < base || address >= base + bytes) return std::nullopt;
    return static_cast<std::uint32_t>((address - base) / protocol::kick_stride);
  };
  if (run.exit_reason == KVM_EXIT_IO && run.io.direction == KVM_EXIT_IO_OUT)
    return within(run.io.port, protocol::kick_ports);
  if (run.exit_reason == KVM_EXIT_MMIO && run.mmio.is_write != 0)
    return within(run.mmio.phys_addr, protocol::kick_words);
  return std::nullopt;
}

}  // namespace kickpath::vmm
