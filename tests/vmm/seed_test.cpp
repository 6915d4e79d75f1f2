#include "vmm/seed.hpp"

#include <set>

#include <catch2/catch.hpp>

using kickpath::vmm::seed_of;

TEST_CASE("The seeds of the parts are the numbers of splitmix64") {
  // Its reference sequence from 0 (prng.di.unimi.it/splitmix64.c)
  CHECK(seed_of(0, 0) == 0xe220a8397b1dcdaf);
  CHECK(seed_of(0, 1) == 0x6e789e6aa1b965f4);
  CHECK(seed_of(0, 2) == 0x06c45d188009454f);
}

TEST_CASE("No two parts have the same seed, and none has 0") {
  std::set<std::uint64_t> seen{0};
  for (const std::uint64_t seed : {1u, 2u, 3u})
    for (std::uint64_t part = 0; part < 2000; ++part) CHECK(seen.insert(seed_of(seed, part)).second);
}

TEST_CASE("The one part whose number would be 0 gets 1") {
  constexpr std::uint64_t step = 0x9e3779b97f4a7c15;
  CHECK(seed_of(0 - step, 0) == 1);
}
