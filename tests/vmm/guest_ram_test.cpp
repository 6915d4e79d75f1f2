#include "vmm/guest_ram.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

using kickpath::virtqueue::GuestAddress;
using kickpath::vmm::GuestRam;

namespace {

constexpr std::size_t bytes = 8192;

}  // namespace

TEST_CASE("A guest's memory is all there and all zero") {
  const GuestRam ram(bytes);
  const auto words = ram.span<std::uint64_t>(0, bytes / 8);
  CHECK(ram.size() == bytes);
  CHECK(std::all_of(words.begin(), words.end(), [](std::uint64_t word) { return word == 0; }));
}

TEST_CASE("What is all in memory is reached; one byte further is refused") {
  const GuestRam ram(bytes);
  ram.at<std::uint64_t>(bytes - 8) = 42;
  CHECK(ram.span<std::uint64_t>(bytes - 16, 2)[1] == 42);
  CHECK_THROWS_AS(ram.at<std::uint64_t>(bytes - 7), std::out_of_range);
  CHECK_THROWS_AS(ram.span<std::uint64_t>(bytes - 16, 3), std::out_of_range);
  CHECK_THROWS_AS(ram.at<std::byte>(bytes), std::out_of_range);
  CHECK_THROWS_AS(ram.at<std::byte>(~std::uint64_t{0}), std::out_of_range);  // does not wrap
  CHECK(ram.span<std::byte>(bytes, 0).empty());
}

TEST_CASE("The device's side sees the same bytes at guest-physical addresses") {
  const GuestRam ram(bytes);
  ram.at<std::uint32_t>(4096) = 7;
  CHECK(ram.shared().load<std::uint32_t>(GuestAddress{4096}) == 7);
  CHECK(ram.shared().contains(GuestAddress{0}, bytes));
  CHECK_FALSE(ram.shared().contains(GuestAddress{1}, bytes));
}
