#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "config/spot.hpp"

namespace kickpath::variation {

/// The base scenarios that a file (a suite, a study) names, each read once.
class BaseScenarios {
 public:
  explicit BaseScenarios(std::filesystem::path file) : file_(std::move(file)) {}

  /// The tree of the scenario called `name`, relative to the file. nullptr after errors, which are told at
  /// its first use only; that there is no such file is told at `named_at`.
  const config::NodePtr& tree(const std::string& name, const config::Spot& named_at, config::Errors& errors);

 private:
  std::filesystem::path file_;
  std::map<std::string, config::NodePtr> trees_;  ///< by name as written; nullptr: bad
};

}  // namespace kickpath::variation
