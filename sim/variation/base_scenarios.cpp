#include "variation/base_scenarios.hpp"

#include <fmt/format.h>

#include "config/document.hpp"
#include "scenario/load.hpp"

namespace kickpath::variation {

namespace fs = std::filesystem;

const config::NodePtr& BaseScenarios::tree(const std::string& name, const config::Spot& named_at,
                                           config::Errors& errors) {
  const auto [at, is_new] = trees_.try_emplace(name);
  if (!is_new) return at->second;
  const fs::path path = scenario::profile_path(file_, name);
  if (!fs::exists(path)) {
    named_at.error(fmt::format("'{}' does not exist", path.string()));
    return at->second;
  }
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  if (scenario::read_scenario(document.root, found)) at->second = document.root;
  errors.add(found);
  return at->second;
}

}  // namespace kickpath::variation
