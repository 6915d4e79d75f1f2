#include "tracefs/cpu_mask.hpp"

#include <catch2/catch.hpp>

using kickpath::tracefs::cpu_mask;

TEST_CASE("A set of cpus is written in words of 32 bits, the highest first") {
  CHECK(cpu_mask({0}) == "1");
  CHECK(cpu_mask({1, 0}) == "3");
  CHECK(cpu_mask({31}) == "80000000");
  CHECK(cpu_mask({32}) == "1,00000000");
  CHECK(cpu_mask({0, 1, 70}) == "40,00000000,00000003");  // 70 = 2 * 32 + 6
}
