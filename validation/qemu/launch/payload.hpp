#pragma once
#include <cstddef>
#include <span>

#include "protocol/image_header.hpp"

namespace kickpath::qemu {

/// The payload that CMake built from validation/qemu/guest, embedded in this program; QEMU's -kernel.
std::span<const std::byte> payload();

/// Its first bytes; throws std::logic_error when they are none of ours.
const protocol::ImageHeader& payload_header();

}  // namespace kickpath::qemu
