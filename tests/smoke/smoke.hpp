#pragma once
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "process/program.hpp"

namespace kickpath::testing {

inline const std::string smoke_folder = KICKPATH_SOURCES "/scenarios/smoke";

inline std::string smoke(const std::string& name) { return smoke_folder + "/" + name + ".yaml"; }

inline std::vector<std::string> smoke_scenarios() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(smoke_folder))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// `kickpath run ... --json -`, parsed; a null if there was none.
inline nlohmann::json result_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "run");
  arguments.insert(arguments.end(), {"--json", "-"});
  return nlohmann::json::parse(run_kickpath(arguments).out, nullptr, false);
}

}  // namespace kickpath::testing
