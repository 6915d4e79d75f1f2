#include "compare/side.hpp"

#include <catch2/catch.hpp>

#include "random_worlds.hpp"

using namespace kickpath::compare;
using namespace kickpath::testing;
using namespace kickpath::literals;

TEST_CASE(
    "Two files are the same scenario if the machine, its costs and the run are, whatever they are called") {
  const Side a = random_world(5_us);
  Side b = a;
  b.spec.name = "other";
  b.scenario_hash = "other";
  b.spec.run.replicas = 9;
  b.spec.run.seed = 9;
  CHECK(is_same(a, b));
}

TEST_CASE("Another service, another name of a VM, another length and other costs are other scenarios") {
  const Side a = random_world(5_us);
  CHECK_FALSE(is_same(a, random_world(6_us)));
  CHECK_FALSE(is_same(a, random_world(5_us, "other")));
  CHECK_FALSE(is_same(a, random_world(5_us, "vm", 20_ms)));
  Side b = a;
  b.profile_hash = "other";
  CHECK_FALSE(is_same(a, b));
}
