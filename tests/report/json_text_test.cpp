#include "report/json_text.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using report::html_safe;
using report::Json;
using report::parse_json;

TEST_CASE("Where a text stops being JSON is told by line and column") {
  config::Errors errors;
  CHECK_FALSE(parse_json("{\"a\": 1,\n  oops}", "f.json", errors));
  const auto all = errors.sorted();
  REQUIRE(all.size() == 1);
  CHECK(all[0].file == "f.json");
  CHECK(all[0].line == 2);
  CHECK(all[0].column == 3);
  CHECK(all[0].message.find("is no JSON: ") == 0);
}

TEST_CASE("64 lists within each other are read, and 65 are not") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  config::Errors errors;
  CHECK(parse_json(nested(64), "f", errors));
  CHECK(errors.empty());
  CHECK_FALSE(parse_json(nested(65), "f", errors));
  CHECK(errors.format() == "f: lists and maps are nested more than 64 deep\n");
  config::Errors of_many;
  CHECK_FALSE(parse_json(std::string(1'000'000, '['), "f", of_many));
}

TEST_CASE("A number beyond all numbers, a byte that is no text, and nothing at all are told") {
  for (const char* text : {"1e999", "\"\xff\"", "", "{} {}"}) {
    config::Errors errors;
    CHECK_FALSE(parse_json(text, "f", errors));
    CHECK(errors.size() == 1);
  }
}

TEST_CASE("Within a script element nothing of a name can end it: no '<' is left, and JSON reads the same") {
  const Json document{{"<script>alert(1)</script>", "</script><!-- <b>"}};
  const std::string text = html_safe(document);
  CHECK(text == R"({"\u003cscript>alert(1)\u003c/script>":"\u003c/script>\u003c!-- \u003cb>"})");
  CHECK(Json::parse(text) == document);
}
