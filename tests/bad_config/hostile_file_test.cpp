#include <catch2/catch.hpp>

#include "process/program.hpp"

using namespace kickpath::testing;

namespace {

/// Exit code 2, something said, nothing on stdout; what blows up is ended by run_kickpath's alarm, with another code.
void check_refused(const std::string& path, const std::string& message) {
  for (const char* verb : {"check", "run"}) {
    const Ended ended = run_kickpath({verb, path});
    INFO(verb << ' ' << path);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.find(message) != std::string::npos);
    CHECK(ended.err.size() < 10'000);
  }
}

std::string bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 30; ++level) {
    const std::string name = "a" + std::to_string(level);
    const std::string below = "*a" + std::to_string(level - 1);
    text += name + ": &" + name + " [";
    for (int i = 0; i < 10; ++i) text += (i == 0 ? "" : ", ") + below;
    text += "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("A file that is not there") {
  check_refused("/nowhere/a.yaml", "/nowhere/a.yaml: cannot be read: No such file");
}

TEST_CASE("A folder without scenarios") {
  const Scratch scratch;
  const Ended ended = run_kickpath({"run", scratch.path("")});
  CHECK(ended.code == 2);
  CHECK(!ended.err.empty());
}

TEST_CASE("An empty file, and one of comments") {
  const Scratch scratch;
  check_refused(scratch.write("empty.yaml", ""), "empty.yaml:1:1: file is empty");
  check_refused(scratch.write("comments.yaml", "# nothing\n\n"), "file is empty");
}

TEST_CASE("Ten megabytes of garbage") {
  const Scratch scratch;
  std::string garbage(10'000'000, '\0');
  std::uint32_t state = 1;
  for (char& byte : garbage) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  check_refused(scratch.write("garbage.yaml", garbage), "garbage.yaml: larger than 1024 KiB");
  check_refused(scratch.write("small.yaml", garbage.substr(0, 100'000)), "small.yaml:");
}

TEST_CASE("Deep nesting") {
  const Scratch scratch;
  check_refused(scratch.write("deep.yaml", std::string(100'000, '[')), "deep.yaml:");
  check_refused(scratch.write("maps.yaml", "schema: " + std::string(5'000, '{')), "maps.yaml:");
}

TEST_CASE("A bomb of aliases") {
  const Scratch scratch;
  check_refused(scratch.write("bomb.yaml", bomb()), "bomb.yaml:");
}

TEST_CASE("A device without end") { check_refused("/dev/zero", "/dev/zero: larger than 1024 KiB"); }
