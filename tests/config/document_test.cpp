#include "config/document.hpp"

#include <catch2/catch.hpp>

#include "config/fingerprint.hpp"

using namespace kickpath::config;

namespace {

struct Parsed {
  explicit Parsed(const std::string& text) { root = parse_text(text, "t.yaml", errors).root; }
  Errors errors;
  NodePtr root;
};

std::string errors_in(const std::string& text) { return Parsed{text}.errors.format(); }

std::string at(const Place& place) { return std::to_string(place.line) + ":" + std::to_string(place.column); }

}  // namespace

TEST_CASE("Lines and columns count from 1, for keys and values, block and flow") {
  const Parsed parsed{"a: 1\nb:\n  c: \"x\"\n  d: [10, {e: 20}]\n"};
  REQUIRE(parsed.errors.empty());
  const Entry& a = *parsed.root->find("a");
  CHECK(at(a.key_place) == "1:1");
  CHECK(at(a.value->place) == "1:4");
  const Node& b = *parsed.root->find("b")->value;
  CHECK(at(b.place) == "3:3");
  CHECK(at(b.find("c")->value->place) == "3:6");
  CHECK(b.find("c")->value->quoted);
  const Node& d = *b.find("d")->value;
  CHECK(at(d.place) == "4:6");
  CHECK(at(d.items[0]->place) == "4:7");
  CHECK(at(d.items[1]->find("e")->key_place) == "4:12");
  CHECK(at(d.items[1]->find("e")->value->place) == "4:15");
}

TEST_CASE("A null stands at its key, in a list where it is written or where the list is") {
  const Parsed parsed{"a:\nb: ~\nc:\n  - 1\n  -\n  - null\n"};
  REQUIRE(parsed.errors.empty());
  CHECK(parsed.root->find("a")->value->kind == Node::Kind::null);
  CHECK(at(parsed.root->find("a")->value->place) == "1:1");
  CHECK(at(parsed.root->find("b")->value->place) == "2:1");
  const Node& list = *parsed.root->find("c")->value;
  CHECK(at(list.items[1]->place) == at(list.place));
  CHECK(at(list.items[2]->place) == "6:5");
}

TEST_CASE("Windows' line ends and a byte order mark change no place") {
  const Parsed parsed{
      "\xEF\xBB\xBF"
      "a: 1\r\nb: two words\r\n"};
  REQUIRE(parsed.errors.empty());
  CHECK(at(parsed.root->find("a")->value->place) == "1:4");
  CHECK(at(parsed.root->find("b")->value->place) == "2:4");
  CHECK(parsed.root->find("b")->value->text == "two words");
}

TEST_CASE("A duplicate key is an error that names both places, and the first value stays") {
  const Parsed parsed{"a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n"};
  CHECK(parsed.errors.format() ==
        "t.yaml:2:17: b.c: duplicate key 'c' (first in line 2, column 5)\n"
        "t.yaml:3:1: a: duplicate key 'a' (first in line 1, column 1)\n");
  REQUIRE(parsed.root);
  CHECK(parsed.root->find("a")->value->text == "1");
}

TEST_CASE("Aliases repeat a value; what they cannot be is refused") {
  const Parsed parsed{"a: &x {b: 1}\nc: *x\n"};
  REQUIRE(parsed.errors.empty());
  CHECK(parsed.root->find("c")->value->find("b")->value->text == "1");
  CHECK(errors_in("a: &x [*x]\n") == "t.yaml:1:8: a[0]: an alias within the value that it names\n");
  CHECK(errors_in("a: *y\n").starts_with("t.yaml:1:"));
  CHECK(errors_in("a: &x {b: 1}\nc:\n  <<: *x\n") ==
        "t.yaml:3:3: c: merge keys ('<<') are not supported; repeat the keys or alias whole values\n");
}

TEST_CASE("Keys are words, tags mean nothing, a file is one document") {
  CHECK(errors_in("[1]: 2\n") == "t.yaml:1:1: a key must be a word, not a list\n");
  CHECK(errors_in("a: !!int 3\n") == "t.yaml:1:4: a: tag 'tag:yaml.org,2002:int' has no meaning here\n");
  CHECK(errors_in("a: 1\n---\nb: 2\n").find("(a file holds one document)") != std::string::npos);
  CHECK(errors_in("--- {a: 1}\n...\n").empty());
}

TEST_CASE("What is not YAML is told with the place where it ceases to be") {
  CHECK(errors_in("a: [1, 2\n") == "t.yaml:2:1: a[2]: not YAML: end of sequence flow not found\n");
  CHECK(errors_in("a: b: c\n") == "t.yaml:1:5: not YAML: illegal map value\n");
}

TEST_CASE("A quote that is never closed is an error where it is opened") {
  CHECK(errors_in("a: \"open\nb: 1\n") == "t.yaml:1:4: a: a quote is opened here and never closed\n");
  CHECK(errors_in("a: &x 'open''\nb: 1\n") == "t.yaml:1:4: a: a quote is opened here and never closed\n");
  CHECK(errors_in("a: \"open\\\"\n") == "t.yaml:1:4: a: a quote is opened here and never closed\n");
  CHECK(errors_in("a: 'it''s'\nb: \"a \\\" \\\\\"\nc: \"\"\nd: ''\ne: \"''\"\n").empty());
  CHECK(errors_in("a: |\n  \"text\n").empty());
}

TEST_CASE("The hash is of the bytes, the fingerprint of the meaning") {
  Errors errors;
  const std::string plain = "a: 5 us\nb: [1, x]\n", other = "# why\na:   '5 us'\nb:\n  - 1\n  - \"x\"\n";
  const Document one = parse_text(plain, "1", errors), two = parse_text(other, "2", errors);
  CHECK(one.hash != two.hash);
  CHECK(fingerprint(*one.root) == fingerprint(*two.root));
  CHECK(canonical(*one.root) == R"({"a": "5 us", "b": [1, "x"]})");
  // a quoted number reads as text, not as a number
  CHECK(fingerprint(*parse_text("a: 1", "3", errors).root) !=
        fingerprint(*parse_text("a: '1'", "4", errors).root));
  // FNV-1a's published test vectors
  CHECK(fnv1a("") == "cbf29ce484222325");
  CHECK(fnv1a("a") == "af63dc4c8601ec8c");
  CHECK(fnv1a("foobar") == "85944171f73967e8");
}

TEST_CASE("The canonical text reads back as the same document") {
  Errors errors;
  const Document one =
      parse_text("a: \"line\\nbreak\"\nb: ~\nc: ['1', 1, .5, \"\\\"\"]\n\"d e\": {}\n", "1", errors);
  REQUIRE(one.root);
  const Document two = parse_text(canonical(*one.root), "2", errors);
  CHECK(errors.format().empty());
  REQUIRE(two.root);
  CHECK(canonical(*two.root) == canonical(*one.root));
}

TEST_CASE("A text that ends within brackets is told at its end, with where they are opened") {
  CHECK(errors_in("{\"a\": [1,\n  2") ==
        "t.yaml:2:4: the text ends within a map that is opened in line 1, column 1\n");
  CHECK(errors_in("{a: '}'") ==
        "t.yaml:1:8: the text ends within a map that is opened in line 1, column 1\n");
  CHECK(errors_in("{\"}\\\"\": 1") ==
        "t.yaml:1:10: the text ends within a map that is opened in line 1, column 1\n");
}
