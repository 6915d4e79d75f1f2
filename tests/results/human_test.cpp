#include "results/human.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::results;

TEST_CASE("An interval is written in the unit of its larger end") {
  CHECK(human_interval(900, 1'100, Unit::per_second) == "[0.90, 1.10] k/s");
  CHECK(human_interval(-20'000, 500, Unit::nanoseconds) == "[-20.0, 0.5] us");
  CHECK(human_interval(-0.02, 0, Unit::per_op) == "[-0.020, 0]");
}

TEST_CASE("Figures have three digits and a unit of their size") {
  CHECK(human(41'234, Unit::per_second) == "41.2 k/s");
  CHECK(human(23'412, Unit::nanoseconds) == "23.4 us");
  CHECK(human(168'000'000, Unit::bytes_per_second) == "168 MB/s");
  CHECK(human(2'000, Unit::per_cpu_second) == "2.00 k/cpu-s");
  CHECK(human(1.5e9, Unit::nanoseconds) == "1.50 s");
  CHECK(human(0.125, Unit::per_op) == "0.125");
  CHECK(human(0, Unit::per_second) == "0 /s");
}

TEST_CASE("The unit changes where rounding reaches a thousand, not before") {
  CHECK(human(999.4, Unit::per_second) == "999 /s");
  CHECK(human(999.5, Unit::per_second) == "1.00 k/s");
  CHECK(human(9.994, Unit::per_op) == "9.99");
  CHECK(human(9.996, Unit::per_op) == "10.0");
}

TEST_CASE("The half-width has the unit and the decimals of its figure") {
  CHECK(human(41'234, 312, Unit::per_second) == "41.2 ± 0.3 k/s");
  CHECK(human(0.5, 0.01, Unit::per_op) == "0.500 ± 0.010");
  CHECK(human(41'234, 0, Unit::per_second) == "41.2 ± 0 k/s");
}
