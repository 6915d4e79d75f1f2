#include "vmm/guest_image.hpp"

#include <stdexcept>

#include "protocol/address_map.hpp"

extern "C" const std::byte kickpath_guest_begin[];
extern "C" const std::byte kickpath_guest_end[];

namespace kickpath::vmm {

std::span<const std::byte> guest_image() { return {kickpath_guest_begin, kickpath_guest_end}; }

const protocol::ImageHeader& guest_header() {
  const auto& header = *reinterpret_cast<const protocol::ImageHeader*>(kickpath_guest_begin);
  const bool fits = header.end > protocol::image && header.end <= protocol::image + protocol::image_room;
  if (header.magic != protocol::ImageHeader::expected_magic || !fits)
    throw std::logic_error("the embedded guest is not the one that this VMM knows");
  return header;
}

}  // namespace kickpath::vmm
