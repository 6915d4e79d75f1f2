#include <catch2/catch.hpp>

#include "fake_tree.hpp"

using namespace kickpath::hostfacts;
using kickpath::hostfacts::testing::FakeTree;

TEST_CASE("A word loses the blanks around it, not those within") {
  FakeTree tree;
  tree.put("a", " Mitigation: PTI \n").put("blank", " \n\n").put("empty", "");
  CHECK(tree.files().word("a") == "Mitigation: PTI");
  CHECK(!tree.files().word("blank"));
  CHECK(!tree.files().word("empty"));
  CHECK(!tree.files().word("missing"));
}

TEST_CASE("A number is one decimal number and nothing else") {
  FakeTree tree;
  tree.put("n", "200000\n").put("minus", "-1\n");
  CHECK(tree.files().number("n") == 200000);
  CHECK(tree.files().number("minus") == -1);
  for (const char* text : {"", "Y", "12 13", "0x10", "1.5", "99999999999999999999", "12a"}) {
    INFO(text);
    CHECK(!tree.put("bad", text).files().number("bad"));
  }
}

TEST_CASE("A folder is no text, and a file has no names") {
  FakeTree tree;
  tree.put("folder/b", "").put("folder/a", "");
  CHECK(!tree.files().text("folder"));
  CHECK(tree.files().names("folder") == std::vector<std::string>{"a", "b"});
  CHECK(tree.files().names("folder/a").empty());
  CHECK(tree.files().names("missing").empty());
}

TEST_CASE("A file without end is read to its limit") {
  FakeTree tree;
  tree.put("huge", std::string(3'000'000, 'x'));
  CHECK(tree.files().text("huge").value().size() == 1u << 20);
}
