#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cost/cost_profile.hpp"
#include "suite/suite_spec.hpp"

/// A suite with its scenarios and its profile: ready to be predicted and measured.
namespace kickpath::suite {

struct Row {
  std::string name;
  std::string group;
  scenario::ScenarioSpec scenario;
  config::NodePtr root;             ///< what the scenario was read from, for scenario::report
  std::string hash;                 ///< of the machine and what it does, not of its name, run and profile
  nlohmann::ordered_json resolved;  ///< likewise, with every default: what orderings compare
};

struct Suite {
  SuiteSpec spec;
  std::string hash;
  std::vector<Row> rows;
  cost::CostProfile profile;
  std::string profile_hash;
};

/// Reads a suite, its bases and its profile, or the one that `profile` names instead; all mistakes go to
/// `errors`. What a setting makes bad is told at its line of the suite.
std::optional<Suite> load_suite(const std::filesystem::path& path, const std::string& profile,
                                config::Errors& errors);

/// For `kickpath check`.
void check_suite(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

}  // namespace kickpath::suite
