#include "importing/xml_reader.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::importing;

namespace {

std::optional<XmlElement> read(const std::string& text, std::string& told) {
  config::Errors errors;
  auto root = read_xml(text, TextPlaces("f.xml", text), errors);
  told = errors.format();
  CHECK(root.has_value() == errors.empty());
  return root;
}

std::string problem(const std::string& text) {
  std::string told;
  CHECK(!read(text, told));
  return told;
}

}  // namespace

TEST_CASE("Elements and attributes know their places, with references expanded before them") {
  std::string told;
  const auto root = read("<a x='&lt;&#65;'>\n  <b\n    y=\"2\">t&amp;u</b><!-- c --><b/>\n</a>", told);
  REQUIRE(root);
  CHECK(root->said("x") == "<A");
  const auto children = root->all("b");
  REQUIRE(children.size() == 2);
  CHECK(children[0]->text.text == "t&u");
  CHECK(children[0]->place.line == 2);
  CHECK(children[0]->place.column == 4);
  const Scalar* y = children[0]->attribute("y");
  REQUIRE(y);
  CHECK(y->place.line == 3);
  CHECK(y->place.column == 5);
  CHECK(children[1]->place.line == 3);
  CHECK(children[1]->place.column == 33);
}

TEST_CASE("What is not well-formed is told with its place") {
  CHECK(problem("<a>\n  <b></c>\n</a>") == "f.xml:2:8: not well-formed XML: Start-end tags mismatch\n");
  CHECK(problem("<a>\n <b x=1/></a>").find("f.xml:2:") == 0);
  CHECK(problem("<a").find("f.xml:1:") == 0);
  CHECK(problem("") != "");
  CHECK(problem("<!-- only -->") != "");
  CHECK(problem("<a/><b/>") == "f.xml:1:6: a second root element\n");
  CHECK(problem("<a x='1' x='2'/>") == "f.xml:1:10: attribute 'x' twice\n");
  CHECK(problem(std::string{"<a>\0</a>", 8}) == "f.xml:1:4: a NUL byte, which no XML text has\n");
}

TEST_CASE("Entities are never defined, expanded or fetched") {
  const std::string bomb =
      "<!DOCTYPE d [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\n<d>&c;</d>";
  CHECK(problem(bomb).find("has a DOCTYPE: entities are not expanded, so the text is refused") !=
        std::string::npos);
  const std::string outside = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>";
  CHECK(problem(outside).find("has a DOCTYPE") != std::string::npos);
  CHECK(problem("<!DOCTYPE d SYSTEM 'http://127.0.0.1/x.dtd'><d/>").find("has a DOCTYPE") !=
        std::string::npos);
  CHECK(problem("<d>\n&x;</d>") == "f.xml:2:1: not well-formed XML: '&' begins no known reference\n");
  CHECK(problem("<d a='a&b'/>").find("f.xml:1:8: ") == 0);
  CHECK(problem("<d>&#;</d>").find("f.xml:1:4: ") == 0);
  std::string told;
  CHECK(read("<d><!-- a & b --><![CDATA[a & b]]>&#x41;&quot;</d>", told)->text.text == "a & bA\"");
}

TEST_CASE("Depth and number of elements end within bounds") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  std::string told;
  CHECK(read(nested(max_xml_depth), told));
  CHECK(problem(nested(max_xml_depth + 1)).find("deeper than 64 elements") != std::string::npos);
  CHECK(problem(nested(100'000)).find("deeper than 64 elements") != std::string::npos);
  std::string many = "<a>";
  for (std::size_t i = 0; i < max_xml_nodes; ++i) many += "<b/>";
  CHECK(problem(many + "</a>").find("too many elements") != std::string::npos);
}
