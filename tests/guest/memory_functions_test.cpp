#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include <catch2/catch.hpp>

/// The payload's own, under other names (CMakeLists.txt); libc's are what they are held against.
extern "C" {
void* guest_memcpy(void* to, const void* from, std::size_t n);
void* guest_memset(void* to, int value, std::size_t n);
void* guest_memmove(void* to, const void* from, std::size_t n);
int guest_memcmp(const void* a, const void* b, std::size_t n);
}

namespace {

using Bytes = std::array<std::uint8_t, 64>;

Bytes counting() {
  Bytes bytes{};
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

}  // namespace

TEST_CASE("memcpy copies n bytes, not one more, and returns where to") {
  const Bytes from = counting();
  for (const std::size_t n : {0u, 1u, 7u, 8u, 63u, 64u}) {
    Bytes to{};
    CHECK(guest_memcpy(to.data(), from.data(), n) == to.data());
    Bytes expected{};
    std::copy_n(from.begin(), n, expected.begin());
    CHECK(to == expected);
  }
}

TEST_CASE("memset fills n bytes with the low byte of its value") {
  for (const std::size_t n : {0u, 1u, 63u, 64u}) {
    Bytes to = counting();
    Bytes expected = to;
    std::fill_n(expected.begin(), n, std::uint8_t{0xab});
    CHECK(guest_memset(to.data(), 0x12ab, n) == to.data());
    CHECK(to == expected);
  }
}

TEST_CASE("memmove moves between any two places of the same bytes, whichever way they overlap") {
  for (std::size_t from = 0; from < 24; ++from)
    for (std::size_t to = 0; to < 24; ++to)
      for (const std::size_t n : {0u, 1u, 2u, 17u, 40u}) {
        Bytes bytes = counting();
        const Bytes before = bytes;
        Bytes expected = before;
        std::copy_n(before.begin() + static_cast<std::ptrdiff_t>(from), n,
                    expected.begin() + static_cast<std::ptrdiff_t>(to));
        void* const target = bytes.data() + to;
        REQUIRE(guest_memmove(target, bytes.data() + from, n) == target);
        if (bytes != expected) FAIL_CHECK(n << " bytes from " << from << " to " << to);
      }
}

TEST_CASE("memcmp has the sign of the first difference, of bytes without sign") {
  Bytes a = counting();
  Bytes b = counting();
  CHECK(guest_memcmp(a.data(), b.data(), 64) == 0);
  b[63] = 0xff;
  CHECK(guest_memcmp(a.data(), b.data(), 63) == 0);  // not looked at
  CHECK(guest_memcmp(a.data(), b.data(), 64) < 0);   // 64 < 255
  CHECK(guest_memcmp(b.data(), a.data(), 64) > 0);
  a[0] = 0x80;
  b[0] = 0x7f;
  CHECK(guest_memcmp(a.data(), b.data(), 64) > 0);  // decided by the first
  CHECK(guest_memcmp(a.data(), b.data(), 0) == 0);
}
