#include "compare/look_schedule.hpp"

#include <catch2/catch.hpp>

using kickpath::compare::look_schedule;
using Looks = std::vector<unsigned>;

TEST_CASE("Each look comes after half as many replicas more, the last at the budget") {
  // 8 + 4, 12 + 6, 18 + 9, 27 + 14, 41 + 21 = 62, which leaves too little for one more: 64
  CHECK(look_schedule(8, 64) == Looks{8, 12, 18, 27, 41, 64});
}

TEST_CASE("A step that leaves less than a quarter takes the rest too") {
  CHECK(look_schedule(8, 15) == Looks{8, 15});      // 12 + 3 is not less than 15
  CHECK(look_schedule(8, 16) == Looks{8, 12, 16});  // but less than 16
}

TEST_CASE("A budget that is used up by the first look has one look") {
  CHECK(look_schedule(8, 8) == Looks{8});
  CHECK(look_schedule(8, 9) == Looks{8, 9});
}
