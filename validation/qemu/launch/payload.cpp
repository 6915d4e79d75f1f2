#include "qemu/payload.hpp"

#include <stdexcept>

#include "qemu_protocol/boot_block.hpp"

extern "C" const std::byte kickpath_qemu_guest_begin[];
extern "C" const std::byte kickpath_qemu_guest_end[];

namespace kickpath::qemu {

std::span<const std::byte> payload() { return {kickpath_qemu_guest_begin, kickpath_qemu_guest_end}; }

const protocol::ImageHeader& payload_header() {
  const auto& header = *reinterpret_cast<const protocol::ImageHeader*>(kickpath_qemu_guest_begin);
  const bool fits = header.end > protocol::image && header.end <= qemu_protocol::boot_block;
  if (header.magic != protocol::ImageHeader::expected_magic || !fits)
    throw std::logic_error("the embedded payload is not the one that this launcher knows");
  return header;
}

}  // namespace kickpath::qemu
