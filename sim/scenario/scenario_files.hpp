#pragma once
#include <filesystem>
#include <vector>

namespace kickpath::scenario {

/// The scenario files that a path means: itself, or, where it is a folder, the .yaml files in it by name
/// (which may be none).
std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& path);

}  // namespace kickpath::scenario
