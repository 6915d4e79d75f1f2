#include "store/json_lines.hpp"

#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

#include "process/program.hpp"
#include "store/store.hpp"

using namespace kickpath::store;
using kickpath::testing::read_text;
using kickpath::testing::Scratch;

namespace {

const RunRecord first{"a",         "{\"vms[0].count\": 2}", 18'446'744'073'709'551'615u, 1,
                      State::done, "{\"x\": \"\\n\"}"};
const RunRecord second{"b", "{}", 2, 0, State::failed, "two\nlines and a \xff"};

std::vector<RunRecord> all(const std::string& path) {
  std::vector<RunRecord> runs;
  read_lines(path, [&](const RunRecord& run) { runs.push_back(run); });
  return runs;
}

}  // namespace

TEST_CASE("A run is one line, whatever it says, and reads back") {
  const Scratch scratch;
  const std::string path = scratch.write("a.jsonl", to_line(first) + to_line(second));
  const auto runs = all(path);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0] == first);
  CHECK(runs[1].text == "two\nlines and a \xef\xbf\xbd");  // no UTF-8 becomes U+FFFD
}

TEST_CASE("A torn last line is none, wherever it is torn") {
  const Scratch scratch;
  const std::string whole = to_line(first), torn = to_line(second);
  for (const std::size_t kept : {std::size_t{0}, std::size_t{1}, torn.size() / 2, torn.size() - 1}) {
    const std::string path = scratch.write("a.jsonl", whole + torn.substr(0, kept));
    CHECK(all(path) == std::vector<RunRecord>{first});
  }
}

TEST_CASE("Who goes on with a torn file cuts the tail off, and appends") {
  const Scratch scratch;
  const std::string path = scratch.write("a.jsonl", to_line(first) + to_line(second).substr(0, 20));
  {
    JsonLines lines(path);
    CHECK(lines.states() == std::unordered_map<std::string, State>{{"a", State::done}});
    lines.put({"c", "{}", 3, 0, State::done, "{}"});
    CHECK(read_text(path) == to_line(first));  // nothing before the commit
    lines.commit();
  }
  CHECK(all(path) == std::vector<RunRecord>{first, {"c", "{}", 3, 0, State::done, "{}"}});
}

TEST_CASE("A line in the middle that is no run is told") {
  const Scratch scratch;
  const std::string path = scratch.write("a.jsonl", to_line(first) + "nonsense\n" + to_line(first));
  try {
    all(path);
    FAIL("read");
  } catch (const BadStore& bad) {
    CHECK(bad.what() == path + ":2: is no run");
  }
}

TEST_CASE("A file that cannot be opened is told") {
  CHECK_THROWS_AS(JsonLines("/no/such/folder/a.jsonl"), StoreFailed);
  CHECK_THROWS_AS(all("/no/such/file"), StoreFailed);
}
