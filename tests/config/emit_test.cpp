#include "config/emit.hpp"

#include <catch2/catch.hpp>

#include "config/anything.hpp"
#include "config/document.hpp"
#include "config/fingerprint.hpp"

using namespace kickpath::config;

namespace {

NodePtr parse(const std::string& text) {
  Errors errors;
  const Document document = parse_text(text, "t", errors);
  INFO(text << errors.format());
  REQUIRE(errors.empty());
  return document.root;
}

/// JSON is YAML: the same tree, read from both.
void check_same(const json& tree) {
  CHECK(fingerprint(*parse(to_yaml(tree))) == fingerprint(*parse(tree.dump())));
}

}  // namespace

TEST_CASE("What is written as YAML reads as the tree that it was") {
  check_same({{"a", 1}, {"b", {1, 2, 3}}, {"c", {{"d", true}, {"e", 0.25}}}});
  check_same({{"list", {{{"x", "5 us"}}, {{"x", "a: b # c"}}}}, {"long", {1, 2, 3, 4, 5, 6}}});
  check_same(
      {{"exit.pio", "6.10"}, {"quoted", "\"so\" it is\n"}, {"null", "null"}, {"dash", "- x"}, {"e", ""}});
}

TEST_CASE("Plain texts stay plain, short lists stand in one line") {
  CHECK(to_yaml({{"value", "5 us"}, {"range", {"1 us", "2 us"}}, {"no", "6.10"}}) ==
        "value: 5 us\nrange: [1 us, 2 us]\nno: \"6.10\"\n");
}

TEST_CASE("Nulls of a map go, wherever they are") {
  const NodePtr clean = without_nulls(parse("{a: null, b: {c: ~, d: 1}, e: [{f: null, g: 2}]}"));
  CHECK(clean->find("a") == nullptr);
  CHECK(clean->find("b")->value->entries.size() == 1);
  CHECK(clean->find("e")->value->items.front()->entries.size() == 1);
}
