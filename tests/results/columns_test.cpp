#include "results/columns.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::results;

TEST_CASE("Widths count code points, not bytes") {
  CHECK(width_of("abc") == 3);
  CHECK(width_of("1 ± 2") == 5);
}

TEST_CASE("A text that just fits is whole, one column less cuts it") {
  CHECK(fit("abcd", 4) == "abcd");
  CHECK(fit("abcd", 3) == "ab~");
  CHECK(fit("a±cd", 3) == "a±~");
}

TEST_CASE("Control characters do not reach the terminal") { CHECK(fit("a\x1b[2J\n", 10) == "a?[2J?"); }

TEST_CASE("Items break where the next one would not fit") {
  // 3 columns of label, then "aa" + two blanks + "bb" = 9
  CHECK(wrap("l", {"aa", "bb"}, 3, 9) == "l  aa  bb\n");
  CHECK(wrap("l", {"aa", "bb"}, 3, 8) == "l  aa\n   bb\n");
  CHECK(wrap("l", {}, 3, 8) == "l  \n");
}

TEST_CASE("Tables align the first column left and figures right") {
  CHECK(table({{"vm", "ops"}, {"long", "1"}}) == "vm    ops\nlong    1\n");
}
