#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "process/program.hpp"

using namespace kickpath::testing;
namespace fs = std::filesystem;

namespace {

/// What stands between two backticks or quotation marks of a line, each.
std::vector<std::string> between(const std::string& line, char mark) {
  std::vector<std::string> parts;
  for (std::size_t at = line.find(mark); at != std::string::npos;) {
    const std::size_t end = line.find(mark, at + 1);
    if (end == std::string::npos) break;
    parts.push_back(line.substr(at + 1, end - at - 1));
    at = line.find(mark, end + 1);
  }
  return parts;
}

/// The rows of the table under "## Mechanisms" of models/README.md.
std::vector<std::string> rows() {
  std::istringstream text(read_text(KICKPATH_SOURCES "/models/README.md"));
  std::vector<std::string> found;
  bool is_inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("## ")) is_inside = line == "## Mechanisms";
    if (is_inside && line.starts_with("| ") && !line.starts_with("| mechanism") &&
        !line.starts_with("| ---") && !line.starts_with("| **"))
      found.push_back(line);
  }
  return found;
}

/// Every TEST_CASE line below tests/.
std::string test_cases() {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(KICKPATH_SOURCES "/tests"))
    if (entry.path().extension() == ".cpp") all += read_text(entry.path().string());
  // Names are wrapped as adjacent literals.
  std::string joined;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::size_t next = i;
    if (all[i] == '"') {
      next = all.find_first_not_of(" \n", i + 1);
      if (next != std::string::npos && next > i + 1 && all[next] == '"' &&
          all.substr(i, next - i).find('\n') != std::string::npos) {
        i = next;
        continue;
      }
    }
    joined += all[i];
  }
  return joined;
}

}  // namespace

TEST_CASE("Each row of the mechanisms' table names a model, a scenario and a test that exist") {
  const std::string tests = test_cases();
  REQUIRE_FALSE(rows().empty());
  for (const std::string& row : rows()) {
    INFO(row);
    std::size_t scenarios = 0;
    for (const std::string& path : between(row, '`')) {
      if (path.ends_with(".hpp") || path.ends_with(".cpp"))
        CHECK(fs::exists(KICKPATH_SOURCES "/models/" + path));
      if (!path.ends_with(".yaml")) continue;
      ++scenarios;
      CHECK(fs::exists(KICKPATH_SOURCES "/scenarios/" + path));
    }
    CHECK(scenarios > 0);
    const auto names = between(row, '"');
    CHECK_FALSE(names.empty());
    for (const std::string& name : names) {
      INFO(name);
      CHECK(tests.find('"' + name + '"') != std::string::npos);
    }
  }
}

TEST_CASE("Each scenario of a mechanism stands in the table") {
  std::string table;
  for (const std::string& row : rows()) table += row;
  for (const auto& entry : fs::directory_iterator(KICKPATH_SOURCES "/scenarios/mechanisms")) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().string());
    CHECK(table.find("`mechanisms/" + entry.path().filename().string() + "`") != std::string::npos);
  }
}
