#include "qemu/payload.hpp"

#include <cstring>
#include <optional>

#include <catch2/catch.hpp>

#include "qemu_protocol/boot_block.hpp"

using namespace kickpath;

namespace {

struct MultibootHeader {
  std::uint32_t magic, flags, checksum, header, load, load_end, bss_end, entry;
};

/// As a loader looks for it: in the first 8192 bytes, 4-byte aligned (Multiboot 0.6.96, 3.1).
std::optional<std::pair<std::size_t, MultibootHeader>> find_header() {
  const auto image = qemu::payload();
  for (std::size_t at = 0; at + sizeof(MultibootHeader) <= std::min<std::size_t>(image.size(), 8192);
       at += 4) {
    MultibootHeader header{};
    std::memcpy(&header, image.data() + at, sizeof header);
    if (header.magic == 0x1badb002 && header.magic + header.flags + header.checksum == 0)
      return {{at, header}};
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("A multiboot loader finds where the payload goes and begins") {
  const auto found = find_header();
  REQUIRE(found);
  const auto& [offset, header] = *found;
  CHECK(header.flags == 0x10000);  // addresses, and nothing asked of the loader
  CHECK(header.load == protocol::image);
  CHECK(header.header == protocol::image + offset);
  CHECK(header.load_end == 0);  // all of the file
  CHECK(header.bss_end == qemu::payload_header().end);
  CHECK(header.entry > header.load);
  CHECK(header.entry < header.load + qemu::payload().size());
}

TEST_CASE("The payload leaves the page of the boot block alone") {
  CHECK(qemu::payload_header().end <= qemu_protocol::boot_block);
  CHECK(qemu_protocol::boot_block + sizeof(qemu_protocol::BootBlock) <= protocol::allocations);
}
