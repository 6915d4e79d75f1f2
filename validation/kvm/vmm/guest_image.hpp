#pragma once
#include <cstddef>
#include <span>

#include "protocol/image_header.hpp"

namespace kickpath::vmm {

/// The payload that CMake built from validation/kvm/guest, embedded in this program.
std::span<const std::byte> guest_image();

/// Its first bytes; throws std::logic_error when they are none of ours.
const protocol::ImageHeader& guest_header();

}  // namespace kickpath::vmm
