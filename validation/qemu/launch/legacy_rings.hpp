#pragma once
#include "protocol/address_map.hpp"
#include "virtqueue/layout.hpp"

namespace kickpath::qemu {

/// The split queue of a legacy device, which is told the first page alone: available follows descriptors,
/// used begins a page (VirtIO 1.3 2.7.2).
constexpr virtqueue::QueueLayout lay_out_legacy(virtqueue::GuestAddress page, std::uint16_t size) {
  const virtqueue::GuestAddress avail = page + virtqueue::desc_bytes(size);
  const std::uint64_t used = virtqueue::round_up(avail.value + virtqueue::avail_bytes(size), protocol::page);
  return {page, avail, virtqueue::GuestAddress{used}, size};
}

constexpr std::uint64_t legacy_bytes(std::uint16_t size) {
  const virtqueue::QueueLayout layout = lay_out_legacy(virtqueue::GuestAddress{0}, size);
  return virtqueue::round_up(layout.used.value + virtqueue::used_bytes(size), protocol::page);
}

}  // namespace kickpath::qemu
