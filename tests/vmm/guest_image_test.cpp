#include "vmm/guest_image.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "protocol/address_map.hpp"

using namespace kickpath::protocol;
using kickpath::vmm::guest_header;
using kickpath::vmm::guest_image;

namespace {

/// Byte `i` of what the payload has at `address`.
unsigned byte_at(std::uint64_t address, std::uint64_t i) {
  return std::to_integer<unsigned>(guest_image()[address - image + i]);
}

/// Does the processor push an error code itself? Intel SDM vol. 3, table 6-1; AMD APM vol. 2, 8.2, for 29
/// and 30.
bool has_error_code(unsigned vector) {
  return std::set<unsigned>{8, 10, 11, 12, 13, 14, 17, 21, 29, 30}.count(vector) == 1;
}

}  // namespace

TEST_CASE("The embedded payload is the one that this VMM knows, and fits its room with all its zeroes") {
  const ImageHeader& header = guest_header();
  CHECK(header.magic == ImageHeader::expected_magic);
  CHECK(guest_image().size() > sizeof(ImageHeader));
  CHECK(header.end >= image + guest_image().size());
  CHECK(header.end <= image + image_room);
}

TEST_CASE("Entry and stubs are in the payload, behind its header and apart") {
  const ImageHeader& header = guest_header();
  const std::set<std::uint64_t> stubs{
      header.entry,           header.halt,  header.halt_until, header.interrupt,
      header.timed_interrupt, header.timer, header.spurious,   header.faults};
  CHECK(stubs.size() == 8);
  CHECK(*stubs.begin() >= image + sizeof(ImageHeader));
  CHECK(*stubs.rbegin() < image + guest_image().size());
  CHECK(header.faults + fault_stride * fault_vectors <= image + guest_image().size());
}

TEST_CASE("The stub of each exception pushes its vector, and a 0 where the processor pushes no error code") {
  constexpr unsigned push_byte = 0x6a;
  for (unsigned vector = 0; vector < fault_vectors; ++vector) {
    INFO("vector " << vector);
    std::uint64_t at = guest_header().faults + fault_stride * vector;
    if (!has_error_code(vector)) {
      CHECK(byte_at(at, 0) == push_byte);
      CHECK(byte_at(at, 1) == 0);
      at += 2;
    }
    CHECK(byte_at(at, 0) == push_byte);
    CHECK(byte_at(at, 1) == vector);
  }
}

TEST_CASE("The spurious interrupt's stub returns at once, without EOI") {
  CHECK(byte_at(guest_header().spurious, 0) == 0x48);  // iretq
  CHECK(byte_at(guest_header().spurious, 1) == 0xcf);
}
