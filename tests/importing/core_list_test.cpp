#include "importing/core_list.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::importing;

namespace {

CoreList read(const std::string& text, std::string* told = nullptr) {
  config::Errors errors;
  const CoreList list = read_core_list({text, {}}, "cpuset", errors);
  if (told) *told = errors.format();
  if (!told && !errors.empty()) FAIL_CHECK(text << ": " << errors.format());
  return list;
}

std::string problem(const std::string& text) {
  std::string told;
  CHECK(read(text, &told).empty());
  return told;
}

}  // namespace

TEST_CASE("A cpuset has numbers and ranges, each core once and in order") {
  CHECK(read("5") == CoreList{5});
  CHECK(read("2-4,0") == CoreList{0, 2, 3, 4});
  CHECK(read("1,1-2, 2") == CoreList{1, 2});
}

TEST_CASE("A caret takes out of what stands before it") {
  CHECK(read("0-3,^2") == CoreList{0, 1, 3});
  CHECK(read("0-7,^2-6") == CoreList{0, 1, 7});
  CHECK(read("^2,0-3") == CoreList{0, 1, 2, 3});
}

TEST_CASE("What is no cpuset says why") {
  CHECK(problem("").find("'' is no number") != std::string::npos);
  CHECK(problem("1,").find("'' is no number") != std::string::npos);
  CHECK(problem("a-b").find("'a' is no number") != std::string::npos);
  CHECK(problem("3-1").find("'3-1' goes backwards") != std::string::npos);
  CHECK(problem("1024").find("must be from 0 to 1023, not 1024") != std::string::npos);
  CHECK(problem("99999999999999999999").find("must be from 0 to 1023") != std::string::npos);
  CHECK(problem("0,^0").find("names no CPU at all") != std::string::npos);
  CHECK(read("1023") == CoreList{1023});
}
