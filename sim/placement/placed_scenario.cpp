#include "placement/placed_scenario.hpp"

#include "config/any_json.hpp"
#include "config/emit.hpp"
#include "config/read.hpp"
#include "placement/placement_words.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::placement {

namespace fs = std::filesystem;

namespace {

using config::json;

json written(const scenario::ScenarioSpec& spec) { return scenario::scenario_shape().write(spec); }

/// Takes `key` of `to` where it says something else than `from`.
void take(json& file, const json& from, const json& to, const char* key) {
  const auto value = [&](const json& of) { return of.contains(key) ? of.at(key) : json(); };
  if (value(from) == value(to)) return;
  if (value(to).is_null())
    file.erase(key);
  else
    file[key] = value(to);
}

void take_choices(json& file, const json& from, const json& to) {
  take(file["host"], from["host"], to["host"], "scheduler");
  for (std::size_t g = 0; g < file["vms"].size(); ++g) {
    json& group = file["vms"][g];
    const json &group_from = from["vms"][g], &group_to = to["vms"][g];
    take(group, group_from, group_to, "placement");
    take(group, group_from, group_to, "halt_poll");
    for (std::size_t d = 0; d < group["devices"].size(); ++d)
      take(group["devices"][d], group_from["devices"][d], group_to["devices"][d], "server");
  }
}

}  // namespace

std::string placed_scenario(const config::NodePtr& given_root, const scenario::ScenarioSpec& given,
                            const scenario::ScenarioSpec& placed, const std::optional<fs::path>& profile,
                            const fs::path& folder, const std::string& comment) {
  config::Errors none;
  json file = *config::read(given_root, config::any_json(), none);
  scenario::ScenarioSpec said = placed;
  said.machine = with_placement_words(placed.machine);
  take_choices(file, written(given), written(said));
  file["name"] = given.name + "-placed";
  file.erase("reference");
  if (profile) file["profile"] = fs::proximate(fs::absolute(*profile), fs::absolute(folder)).generic_string();
  return "# " + comment + "\n" + config::to_yaml(file);
}

}  // namespace kickpath::placement
