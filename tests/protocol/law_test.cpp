#include "protocol/law.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using kickpath::protocol::Draws;
using kickpath::protocol::Law;
using kickpath::protocol::law_entries;

namespace {

/// A table whose slice i is i picoseconds: a draw says which slice it took.
struct Numbered {
  Numbered() {
    for (std::uint32_t i = 0; i < law_entries; ++i) slices[i] = i;
  }
  Law law() const { return {0, reinterpret_cast<std::uint64_t>(slices.data())}; }
  std::vector<std::int64_t> slices = std::vector<std::int64_t>(law_entries);
};

}  // namespace

TEST_CASE("A fixed law gives its value and takes no random number") {
  Draws draws(7);
  Draws untouched(7);
  for (int i = 0; i < 10; ++i) CHECK(draws.draw({5'000'000, 0}) == 5_us);
  CHECK(draws.draw({}) == 0_ps);
  CHECK(draws.next() == untouched.next());
}

TEST_CASE("The numbers are those of xorshift64*") {
  // Vigna 2016: x ^= x >> 12; x ^= x << 25; x ^= x >> 27; x * 2685821657736338717. From 1 the first x is
  // 1 ^ 1 << 25 ^ (1 ^ 1 << 25) >> 27 = 0x2000001.
  Draws draws(1);
  CHECK(draws.next() == 0x2000001 * 0x2545f4914f6cdd1du);
  CHECK(draws.next() == 0xabcfa6a8e079651d);
  CHECK(draws.next() == 0xb9d10d8feb731f57);
}

TEST_CASE("A draw is the slice that the highest 12 bits name") {
  const Numbered table;
  Draws draws(1);
  CHECK(draws.draw(table.law()) == 0x47e_ps);  // of 0x47e4ce4b896cdd1d
  CHECK(draws.draw(table.law()) == 0xabc_ps);
  CHECK(draws.draw(table.law()) == 0xb9d_ps);
}

TEST_CASE("Every slice is drawn, about equally often") {
  const Numbered table;
  constexpr std::uint32_t expected = 256;  // draws a slice; standard deviation 16
  for (const std::uint64_t seed : {1ull, 2ull, 12345ull, ~0ull}) {
    INFO("seed " << seed);
    Draws draws(seed);
    std::vector<std::uint32_t> hits(law_entries);
    for (std::uint32_t i = 0; i < expected * law_entries; ++i)
      ++hits[static_cast<std::size_t>(draws.draw(table.law()).count())];
    const auto [fewest, most] = std::minmax_element(hits.begin(), hits.end());
    CHECK(*fewest > expected - 6 * 16);
    CHECK(*most < expected + 6 * 16);
  }
}

TEST_CASE("The same seed draws the same, another draws other") {
  Draws one(42), same(42), other(43);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t number = one.next();
    CHECK(number == same.next());
    differs |= number != other.next();
  }
  CHECK(differs);
}
