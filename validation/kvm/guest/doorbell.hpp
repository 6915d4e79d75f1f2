#pragma once
#include "guest/machine.hpp"
#include "protocol/control_block.hpp"

namespace kickpath::guest {

/// One kick of queue `queue` at its door.
inline void knock(protocol::KickKind kind, std::uint64_t address, std::uint32_t queue) {
  const auto word = static_cast<std::uint16_t>(queue);
  switch (kind) {
    case protocol::KickKind::none:
      return;
    case protocol::KickKind::port:
      return out(static_cast<std::uint16_t>(address), queue);
    case protocol::KickKind::mmio:
      *reinterpret_cast<volatile std::uint32_t*>(address) = queue;
      return;
    case protocol::KickKind::pci_port:
      return out_word(static_cast<std::uint16_t>(address), word);
    case protocol::KickKind::pci_mmio:
      *reinterpret_cast<volatile std::uint16_t*>(address) = word;
      return;
  }
}

}  // namespace kickpath::guest
