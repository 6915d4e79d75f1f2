#include <catch2/catch.hpp>

#include "config/nearest.hpp"

using namespace kickpath::config;

TEST_CASE("A swap of neighbours is one edit, as an insertion or a substitution is") {
  CHECK(edit_distance("count", "count") == 0);
  CHECK(edit_distance("coutn", "count") == 1);
  CHECK(edit_distance("cont", "count") == 1);
  CHECK(edit_distance("kount", "count") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("The nearest candidate is named while at most a third of the word changes") {
  CHECK(nearest("cuont", {"name", "count"}) == "count");
  CHECK(nearest("COUNT", {"count"}) == "count");
  // 6 letters: 2 edits are a third, 3 are more
  CHECK(nearest("abcdxx", {"abcdef"}) == "abcdef");
  CHECK_FALSE(nearest("abcxxx", {"abcdef"}));
  CHECK_FALSE(nearest("zzz", {}));
  CHECK(nearest("a", {"b"}) == "b");
}

TEST_CASE("Without a near candidate all are listed") {
  CHECK(suggestion("cout", {"count"}) == " (did you mean 'count'?)");
  CHECK(suggestion("banana", {"count", "name"}) == " (known: count, name)");
  CHECK(suggestion("banana", {}).empty());
}
