#include "suite/row_maker.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "config/document.hpp"
#include "config/fingerprint.hpp"
#include "config/overrides.hpp"
#include "scenario/load.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::suite {

namespace fs = std::filesystem;

namespace {

/// What does not change what a machine does in a second.
constexpr std::array beside_the_machine{"schema", "name", "profile", "run", "reference"};

std::string machine_hash(const config::Node& root) {
  config::Node machine = root;
  std::erase_if(machine.entries, [](const config::Entry& entry) {
    return std::find(beside_the_machine.begin(), beside_the_machine.end(), entry.key) !=
           beside_the_machine.end();
  });
  return config::fingerprint(machine);
}

nlohmann::ordered_json machine_tree(const scenario::ScenarioSpec& spec) {
  nlohmann::ordered_json tree = scenario::scenario_shape().write(spec);
  for (const char* key : beside_the_machine) tree.erase(key);
  return tree;
}

config::NodePtr with_settings(config::NodePtr root, const Settings& settings, config::Errors& errors) {
  for (const config::Entry& setting : settings) root = config::with_override(root, setting, errors);
  return root;
}

/// The base is good by itself, so the row made it bad: what stands in the base is told at the row.
void add_errors(const config::Errors& found, const RowPlan& plan, const std::string& suite,
                config::Errors& errors) {
  for (const config::Error& error : found.sorted()) {
    if (error.file == suite)
      errors.add({std::make_shared<const std::string>(suite), error.line, error.column}, error.path,
                 error.message);
    else
      plan.where.error(fmt::format("row {}: {}: {}", plan.name, error.path, error.message));
  }
}

}  // namespace

const config::NodePtr& RowMaker::base(const RowPlan& plan, config::Errors& errors) {
  const auto [at, is_new] = bases_.try_emplace(plan.scenario);
  if (!is_new) return at->second;
  const fs::path path = scenario::profile_path(suite_, plan.scenario);
  if (!fs::exists(path)) {
    plan.base.error(fmt::format("'{}' does not exist", path.string()));
    return at->second;
  }
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  if (scenario::read_scenario(document.root, found)) at->second = document.root;
  errors.add(found);
  return at->second;
}

std::optional<Row> RowMaker::make(const RowPlan& plan, config::Errors& errors) {
  const config::NodePtr& from = base(plan, errors);
  if (!from) return std::nullopt;
  config::Errors found;
  const config::NodePtr tree = with_settings(from, plan.set, found);
  auto loaded = scenario::read_scenario(tree, found);
  add_errors(found, plan, suite_.string(), errors);
  if (!loaded) return std::nullopt;
  loaded->value.name = plan.name;
  auto resolved = machine_tree(loaded->value);
  return Row{plan.name,           plan.group,         std::move(loaded->value), std::move(loaded->root),
             machine_hash(*tree), std::move(resolved)};
}

}  // namespace kickpath::suite
