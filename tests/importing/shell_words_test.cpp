#include "importing/shell_words.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::importing;

namespace {

using Words = std::vector<std::string>;

Words split(const std::string& text, std::string* told = nullptr) {
  config::Errors errors;
  Words words;
  for (const Word& word : read_command(text, 0, TextPlaces("file", text), errors).words) {
    words.push_back(word.text);
    CHECK(word.at.size() == word.text.size());
  }
  if (told) *told = errors.format();
  if (!told && !errors.empty()) FAIL_CHECK(errors.format());
  return words;
}

}  // namespace

TEST_CASE("Words end at blanks, and a command at its line's end") {
  CHECK(split("a  b\tc\nd") == Words{"a", "b", "c"});
  CHECK(split("a b; c") == Words{"a", "b"});
  CHECK(split("a b & c") == Words{"a", "b"});
  CHECK(split("a b | c") == Words{"a", "b"});
  CHECK(split("a b # c") == Words{"a", "b"});
  CHECK(split("a b#c") == Words{"a", "b#c"});
}

TEST_CASE("A backslash joins lines, and takes any other character as it is") {
  CHECK(split("a \\\n b\\\nc") == Words{"a", "bc"});
  CHECK(split("a \\\r\n b") == Words{"a", "b"});
  CHECK(split("a\\ b \\\\ \\'") == Words{"a b", "\\", "'"});
}

TEST_CASE("Single quotes keep everything, double quotes all but \\ before \" \\ $ ` and a line's end") {
  CHECK(split("'a \\ \"b\" # ; $x'") == Words{"a \\ \"b\" # ; $x"});
  CHECK(split(R"("a \" \\ \$ \` \x 'y'")") == Words{R"(a " \ $ ` \x 'y')"});
  CHECK(split("\"a\\\nb\"") == Words{"ab"});
  CHECK(split("a'b'\"c\"d") == Words{"abcd"});
  CHECK(split("'' \"\"") == Words{"", ""});
  CHECK(split("'a\nb' c") == Words{"a\nb", "c"});
}

TEST_CASE("Redirections are left out, with the number before and the file behind") {
  CHECK(split("a > log b") == Words{"a", "b"});
  CHECK(split("a 2>&1 b") == Words{"a", "b"});
  CHECK(split("a >>log 2>/dev/null <in b") == Words{"a", "b"});
  CHECK(split("a x2>log b") == Words{"a", "x2", "b"});
}

TEST_CASE("JSON without quotes around it, as ps prints it, is one word") {
  CHECK(split(R"(-device {"driver":"x y","a":{"b":"}"}} -z)") ==
        Words{"-device", R"({"driver":"x y","a":{"b":"}"}})", "-z"});
  CHECK(split(R"('{"driver":"x"}')") == Words{R"({"driver":"x"})"});
  CHECK(split(R"({"a":"\"}"} b)") == Words{R"({"a":"\"}"})", "b"});
  CHECK(split("{a} b") == Words{"{a}", "b"});
}

TEST_CASE("NUL bytes separate the words of /proc/PID/cmdline, which has no quotes") {
  CHECK(split(std::string{"a b\0'c'\0\0d\0", 11}) == Words{"a b", "'c'", "", "d"});
}

TEST_CASE("What never closes is told where it opens") {
  std::string told;
  split("a\\\n 'b c", &told);
  CHECK(told == "file:2:2: a ' that is not closed\n");
  split("a b\"c", &told);
  CHECK(told == "file:1:4: a \" that is not closed\n");
  split("a {\"b\": {}", &told);
  CHECK(told == "file:1:3: a { that is not closed\n");
  split("a \\", &told);
  CHECK(told.empty());
}

TEST_CASE("Each character knows where it stands in the text") {
  config::Errors errors;
  const std::string text = "a 'b'\\\nc";
  const auto words = read_command(text, 0, TextPlaces("file", text), errors).words;
  REQUIRE(words.size() == 2);
  CHECK(words[1].text == "bc");
  CHECK(words[1].offset == 2);
  CHECK(words[1].at == std::vector<std::size_t>{3, 7});
}
