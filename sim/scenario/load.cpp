#include "scenario/load.hpp"

#include <fmt/format.h>

#include "config/document.hpp"
#include "config/fingerprint.hpp"
#include "config/overrides.hpp"
#include "config/shapes.hpp"
#include "scenario/core_check.hpp"
#include "scenario/plain_null.hpp"
#include "scenario/profile_shape.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::scenario {

namespace {

template <class T>
std::optional<Loaded<T>> read_as(const config::NodePtr& root, const config::Shape<T>& shape,
                                 config::Errors& errors, std::optional<Frequency> clock) {
  auto value = config::read(root, shape, errors, clock);
  if (!value || !errors.empty()) return std::nullopt;
  return Loaded<T>{*std::move(value), root, config::fingerprint(*root)};
}

// A profile gives costs in cycles by its own clock, which therefore is read first; its mistakes are told by
// the second reading.
std::optional<Frequency> clock_of(const config::NodePtr& root) {
  config::Errors ignored;
  config::Reading reading{ignored, std::nullopt};
  if (!root) return std::nullopt;
  const config::Spot spot = config::Spot{root, reading}.at("frequency");
  Frequency frequency;
  if (!spot.exists() || !config::frequency().read(spot, frequency)) return std::nullopt;
  return frequency;
}

std::optional<Loaded<cost::CostProfile>> read_profile(const config::NodePtr& root, config::Errors& errors) {
  return read_as(root, profile_shape(), errors, clock_of(root));
}

}  // namespace

std::optional<Loaded<ScenarioSpec>> read_scenario(const config::NodePtr& tree, config::Errors& errors) {
  if (!tree) return std::nullopt;
  const config::NodePtr root = with_null_backends_named(tree);
  config::Reading reading{errors};
  check_cores(config::Spot{root, reading});
  return read_as(root, scenario_shape(), errors, std::nullopt);
}

std::optional<Loaded<ScenarioSpec>> load_scenario(const std::filesystem::path& path,
                                                  const std::vector<std::string>& overrides,
                                                  config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  config::NodePtr root = document.root;
  for (const std::string& option : overrides)
    if (root) root = config::with_override(root, option, found);
  auto loaded = read_scenario(root, found);
  errors.add(found);
  return loaded;
}

std::optional<Loaded<cost::CostProfile>> load_profile(const std::filesystem::path& path,
                                                      config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto loaded = read_profile(document.root, found);
  errors.add(found);
  return loaded;
}

void report(const config::NodePtr& root, const std::vector<std::variant<std::string, std::size_t>>& where,
            const std::string& message, config::Errors& errors) {
  config::Reading reading{errors};
  config::Spot spot{root, reading};
  for (const auto& step : where) spot = std::visit([&](const auto& s) { return spot.at(s); }, step);
  spot.error(message);
}

void check_scenario(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors) {
  const auto loaded = read_scenario(root, errors);
  if (!loaded || !loaded->value.profile) return;
  const auto profile = profile_path(path, *loaded->value.profile);
  config::Reading reading{errors};
  if (std::filesystem::exists(profile))
    load_profile(profile, errors);
  else
    config::Spot{root, reading}.at("profile").error(fmt::format("'{}' does not exist", profile.string()));
}

void check_profile(const std::filesystem::path&, const config::NodePtr& root, config::Errors& errors) {
  read_profile(root, errors);
}

std::filesystem::path profile_path(const std::filesystem::path& path, const std::string& profile) {
  return (path.parent_path() / profile).lexically_normal();
}

}  // namespace kickpath::scenario
