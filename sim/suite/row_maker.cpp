#include "suite/row_maker.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "config/fingerprint.hpp"
#include "scenario/scenario_shape.hpp"
#include "variation/vary.hpp"

namespace kickpath::suite {

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

}  // namespace

// The base is good by itself, so the row made it bad: what stands in the base is told at the row.
std::optional<Row> RowMaker::make(const RowPlan& plan, config::Errors& errors) {
  const config::NodePtr& base = bases_.tree(plan.scenario, plan.base, errors);
  if (!base) return std::nullopt;
  const auto tell_at_row = [&](const config::Error& error) {
    plan.where.error(fmt::format("row {}: {}: {}", plan.name, error.path, error.message));
  };
  auto variant = variation::vary(base, plan.set, suite_, tell_at_row, errors);
  if (!variant) return std::nullopt;
  auto& [spec, root, hash] = variant->scenario;
  spec.name = plan.name;
  auto resolved = machine_tree(spec);
  return Row{plan.name,          plan.group, std::move(spec), std::move(root), machine_hash(*variant->tree),
             std::move(resolved)};
}

}  // namespace kickpath::suite
