#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/error.hpp"
#include "config/node.hpp"
#include "cost/cost_profile.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::scenario {

template <class T>
struct Loaded {
  T value;
  config::NodePtr root;  ///< what it was read from, for mistakes that show only later
  std::string hash;  ///< of the content as it reads, overrides included: comments and spacing do not count
};

/// The scenario that a tree says, with its overrides if it has any; all mistakes go to `errors`, which must
/// be empty.
std::optional<Loaded<ScenarioSpec>> read_scenario(const config::NodePtr& tree, config::Errors& errors);

/// Reads, overrides (as "vms[0].count=2") and checks a scenario; all mistakes go to `errors`. Its profile is
/// not opened.
std::optional<Loaded<ScenarioSpec>> load_scenario(const std::filesystem::path& path,
                                                  const std::vector<std::string>& overrides,
                                                  config::Errors& errors);

std::optional<Loaded<cost::CostProfile>> load_profile(const std::filesystem::path& path,
                                                      config::Errors& errors);

/// A mistake that shows only later, as in a world that lacks what the scenario asks for: `where` are keys,
/// and numbers in lists.
void report(const config::NodePtr& root, const std::vector<std::variant<std::string, std::size_t>>& where,
            const std::string& message, config::Errors& errors);

/// Checks a scenario and the profile that it names.
void check_scenario(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

void check_profile(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

/// The profile that the scenario in the file `path` names, which is relative to that file.
std::filesystem::path profile_path(const std::filesystem::path& path, const std::string& profile);

}  // namespace kickpath::scenario
