#include "scenario/scenario_files.hpp"

#include <algorithm>

namespace kickpath::scenario {

namespace fs = std::filesystem;

std::vector<fs::path> scenario_files(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> inside;
  for (const auto& entry : fs::directory_iterator(path))
    if (entry.path().extension() == ".yaml") inside.push_back(entry.path());
  std::sort(inside.begin(), inside.end());
  return inside;
}

}  // namespace kickpath::scenario
