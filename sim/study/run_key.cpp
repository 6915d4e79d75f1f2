#include "study/run_key.hpp"

#include <fmt/format.h>

#include "config/fingerprint.hpp"
#include "engine/simgrid_version.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::study {

std::string point_key(const scenario::ScenarioSpec& spec) {
  nlohmann::ordered_json tree = scenario::scenario_shape().write(spec);
  for (const char* key : {"schema", "name", "profile", "reference"}) tree.erase(key);
  for (const char* key : {"replicas", "seed"}) tree["run"].erase(key);
  return config::fnv1a_128(tree.dump());
}

std::string run_key(const std::string& point_key, const std::string& profile_hash, std::uint64_t seed) {
  std::string text = fmt::format("{} {} {}", point_key, profile_hash, seed);
  for (const auto& [name, version] : versions()) text += fmt::format(" {} {}", name, version);
  return config::fnv1a_128(text);
}

const std::map<std::string, std::string>& versions() {
  static const std::map<std::string, std::string> all{{"kickpath", KICKPATH_VERSION},
                                                      {"simgrid", engine::simgrid_version()}};
  return all;
}

}  // namespace kickpath::study
