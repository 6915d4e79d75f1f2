#include <algorithm>
#include <filesystem>
#include <sstream>

#include <catch2/catch.hpp>

#include "process/program.hpp"

using namespace kickpath::testing;

namespace {

const std::string folder = BAD_CONFIG_FOLDER;

/// A file of cases/ begins with a line "# expect: LINE:COLUMN: path: message" for each of its mistakes.
std::string expected_of(const std::string& name) {
  constexpr std::string_view mark = "# expect: ";
  std::istringstream text{read_text(folder + "/" + name)};
  std::string expected;
  for (std::string line; std::getline(text, line) && line.starts_with(mark);)
    expected.append(name).append(":").append(line.substr(mark.size())).append("\n");
  return expected;
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/cases"))
    names.push_back("cases/" + entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("Every mistake is told with its place") {
  CHECK(cases().size() > 50);
  for (const std::string& name : cases()) {
    const std::string expected = expected_of(name);
    INFO(name);
    REQUIRE(!expected.empty());
    const Ended ended = run_kickpath({"check", name}, folder);
    CHECK(ended.err == expected);
    CHECK(ended.out.empty());
    CHECK(ended.code == 2);
  }
}

TEST_CASE("The errors of all files are told at once") {
  const std::vector<std::string> names = cases();
  const Ended ended = run_kickpath({"check", names[0], names[1]}, folder);
  CHECK(ended.err == expected_of(names[0]) + expected_of(names[1]));
}

TEST_CASE("The profile that a scenario names is checked with it, under its own name") {
  const Scratch scratch;
  scratch.write("p.yaml", "schema: kickpath.profile/1\nname: p\nhz: 0\ncomponents: {}\n");
  std::string text = read_text(KICKPATH_SOURCES "/scenarios/smoke/synchronous-pio.yaml");
  const std::string profile = "../profiles/pvm-epyc-2026.yaml";
  text.replace(text.find(profile), profile.size(), "p.yaml");
  const Ended ended = run_kickpath({"check", scratch.write("s.yaml", text)});
  CHECK(ended.err == scratch.path("p.yaml") + ":3:5: hz: must be from 1 to 10000, not 0\n");
}

TEST_CASE("run tells the same as check, and runs nothing") {
  const std::string name = cases().front();
  const Ended ended = run_kickpath({"run", name, "--json", "-"}, folder);
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err.find(expected_of(name)) != std::string::npos);
}
