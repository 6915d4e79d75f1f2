#include "scenario/load.hpp"

#include "config/document.hpp"
#include "config/fingerprint.hpp"
#include "config/overrides.hpp"
#include "config/shapes.hpp"
#include "scenario/profile_shape.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::scenario {

namespace {

template <class T>
std::optional<Loaded<T>> read_as(const config::NodePtr& root, const config::Shape<T>& shape,
                                 config::Errors& errors, std::optional<Frequency> clock) {
  auto value = config::read(root, shape, errors, clock);
  if (!value || !errors.empty()) return std::nullopt;
  return Loaded<T>{*std::move(value), config::fingerprint(*root)};
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

}  // namespace

std::optional<Loaded<ScenarioSpec>> load_scenario(const std::filesystem::path& path,
                                                  const std::vector<std::string>& overrides,
                                                  config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  config::NodePtr root = document.root;
  for (const std::string& option : overrides)
    if (root) root = config::with_override(root, option, found);
  auto loaded = read_as(root, scenario_shape(), found, std::nullopt);
  errors.add(found);
  return loaded;
}

std::optional<Loaded<cost::CostProfile>> load_profile(const std::filesystem::path& path,
                                                      config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto loaded = read_as(document.root, profile_shape(), found, clock_of(document.root));
  errors.add(found);
  return loaded;
}

std::string schema_of(const std::filesystem::path& path, config::Errors& errors) {
  const config::Document document = config::load_file(path, errors);
  if (!document.root) return {};
  config::Reading reading{errors, std::nullopt};
  const config::Spot spot = config::Spot{document.root, reading}.at("schema");
  return spot.exists() ? spot.node().text : std::string{};
}

}  // namespace kickpath::scenario
