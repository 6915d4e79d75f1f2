#include "guest/arena.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace kickpath::guest;

/// An arena that is too small ends in ud2, which no process survives: exact fits are tried, overflows are
/// not.
namespace {

struct alignas(64) Line {
  std::uint64_t value = 7;
};

struct Room {
  Arena arena(std::uint64_t offset, std::uint64_t size) { return {address() + offset, size}; }
  std::uint64_t address() const { return reinterpret_cast<std::uint64_t>(bytes.data()); }
  alignas(64) std::array<std::byte, 1024> bytes{};
};

std::uint64_t address_of(const void* p) { return reinterpret_cast<std::uint64_t>(p); }

}  // namespace

TEST_CASE("Rooms follow each other, each aligned for its type") {
  Room room;
  Arena arena = room.arena(0, 1024);
  CHECK(address_of(arena.room_for<char>(3)) == room.address());
  CHECK(address_of(arena.room_for<std::uint32_t>(2)) == room.address() + 4);
  CHECK(address_of(arena.room_for<std::uint64_t>(1)) == room.address() + 16);  // 4 + 8 = 12
  CHECK(address_of(arena.room_for<Line>(1)) == room.address() + 64);
  CHECK(address_of(arena.room_for<char>(1)) == room.address() + 128);
}

TEST_CASE("An arena that begins anywhere aligns its first room") {
  Room room;
  Arena arena = room.arena(1, 1000);
  CHECK(address_of(arena.room_for<Line>(1)) == room.address() + 64);
}

TEST_CASE("The last byte may be taken") {
  Room room;
  Arena arena = room.arena(0, 128);
  CHECK(address_of(arena.room_for<Line>(2)) == room.address());
  CHECK(address_of(arena.room_for<Line>(0)) == room.address() + 128);  // nothing still fits
}

TEST_CASE("Objects that are made are there, with their defaults") {
  Room room;
  room.bytes.fill(std::byte{0xff});
  Arena arena = room.arena(0, 1024);
  const auto lines = arena.make<Line>(3);
  REQUIRE(lines.size() == 3);
  for (const Line& line : lines) CHECK(line.value == 7);
  CHECK(address_of(lines.data()) == room.address());
}

TEST_CASE("What the VMM has left room for is made exactly there") {
  Room room;
  const auto words = make_at<std::uint64_t>(room.address() + 8, 4);
  CHECK(address_of(words.data()) == room.address() + 8);
  CHECK(words.size() == 4);
  CHECK(words[3] == 0);
}
