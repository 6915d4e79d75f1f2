#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "process/program.hpp"

using namespace kickpath::testing;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> scenarios() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(KICKPATH_SOURCES "/scenarios/mechanisms"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("Every scenario of a mechanism runs, says what it shows, and is called as its file") {
  REQUIRE_FALSE(scenarios().empty());
  for (const fs::path& file : scenarios()) {
    INFO(file.string());
    const Ended ended = run_kickpath({"run", file.string(), "--replicas", "1", "--json", "-"});
    CHECK(ended.err == "");
    CHECK(ended.code == 0);
    CHECK(ended.out.find("\"name\": \"" + file.stem().string() + "\"") != std::string::npos);
    CHECK(read_text(file.string()).starts_with("# "));
  }
}
