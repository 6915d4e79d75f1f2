#include "report/quantity.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::report;

TEST_CASE("Numbers and quantities stand on an axis, words do not") {
  CHECK(quantity_of("4")->value == 4);
  CHECK(quantity_of("4")->unit.empty());
  CHECK(quantity_of("10 %")->value == 10);
  CHECK(quantity_of("10 %")->unit == "%");
  for (const char* text : {"", "same-core", "4 x 4", "[1, 2]", "0x10", "nan", "inf", "1e999", "4;"})
    CHECK_FALSE(quantity_of(text));
}

TEST_CASE("Durations share the unit of nanoseconds, however they are written") {
  CHECK(quantity_of("500 ns")->value == 500);
  CHECK(quantity_of("2 us")->value == 2000);
  CHECK(quantity_of("2 us")->unit == "ns");
}

TEST_CASE("Settings are in the order of their numbers, texts after them") {
  CHECK(comes_before("9", "10"));
  CHECK_FALSE(comes_before("10", "9"));
  CHECK(comes_before("900 ns", "1 us"));
  CHECK(comes_before("10", "any"));
  CHECK(comes_before("any", "spread"));
  CHECK_FALSE(comes_before("any", "any"));
}
