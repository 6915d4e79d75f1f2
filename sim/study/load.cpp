#include "scenario/load.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "config/document.hpp"
#include "config/read.hpp"
#include "study/study.hpp"
#include "study/study_shape.hpp"
#include "variation/base_scenarios.hpp"
#include "variation/profile_choice.hpp"

namespace kickpath::study {

namespace fs = std::filesystem;
using config::Spot;

namespace {

/// Paths of a scenario that are the study's own business.
constexpr std::array<std::pair<const char*, const char*>, 6> not_of_points{{
    {"schema", "names the format"},
    {"name", "does not change what a machine does"},
    {"profile", "is the study's: give it beside 'scenario'"},
    {"run.replicas", "is the study's: give 'replicas'"},
    {"run.seed", "is the study's: give 'seed'"},
    {"reference", "does not change what a machine does"},
}};

void check_paths(const Settings& settings, config::Errors& errors) {
  for (const config::Entry& setting : settings)
    for (const auto& [path, why] : not_of_points)
      if (setting.key == path || setting.key.starts_with(std::string{path} + "["))
        errors.add(setting.key_place, setting.key, why);
}

/// A study says its paths once for all points: each factor's first says all of them, but a list's.
void check_paths(const StudySpec& spec, config::Errors& errors) {
  check_paths(spec.set, errors);
  for (const auto& block : spec.axes)
    for (const Factor& factor : block)
      for (const Settings& point : factor) check_paths(point, errors);
}

/// What makes points, read without the rest, which is bad: their own mistakes can be told all the same.
std::optional<StudySpec> read_points(const config::NodePtr& root) {
  if (!root || root->kind != config::Node::Kind::map) return std::nullopt;
  config::Node part = *root;
  std::erase_if(part.entries, [](const config::Entry& entry) {
    constexpr std::array<const char*, 5> kept{"schema", "name", "scenario", "set", "axes"};
    return std::find(kept.begin(), kept.end(), entry.key) == kept.end();
  });
  config::Errors told;
  return config::read(std::make_shared<const config::Node>(std::move(part)), study_shape(), told);
}

/// May give a study also where there are errors: one whose points can be checked.
std::optional<Study> read_study(const fs::path& path, const config::Document& document,
                                const Instead& instead, config::Errors& errors) {
  auto spec = config::read(document.root, study_shape(), errors);
  if (!spec) spec = read_points(document.root);
  if (!spec) return std::nullopt;
  check_paths(*spec, errors);
  config::Reading reading{errors};
  const Spot root{document.root, reading};
  Study study;
  study.spec = *std::move(spec);
  study.file = path.string();
  study.hash = document.hash;
  study.root = document.root;
  study.base = variation::BaseScenarios{path}.tree(study.spec.scenario, root.at("scenario"), errors);
  if (!study.base) return std::nullopt;
  study.space = Space{study.spec};
  config::Errors known_good;
  const auto base = scenario::read_scenario(study.base, known_good);
  const variation::ProfileChoice choice{instead.profile, study.spec.profile, study.spec.scenario,
                                        base->value.profile};
  auto profile = variation::load_chosen_profile(path, choice, "the study", root, errors);
  if (profile) {
    study.profile = std::move(profile->value);
    study.profile_hash = std::move(profile->hash);
  }
  study.replicas = instead.replicas.value_or(study.spec.replicas.value_or(base->value.run.replicas));
  study.seed = instead.seed.value_or(study.spec.seed.value_or(base->value.run.seed));
  return study;
}

}  // namespace

std::optional<Study> load_study(const fs::path& path, const Instead& instead, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto study = read_study(path, document, instead, found);
  const bool is_good = found.empty();
  if (study && !is_good) check_points(*study, found);
  errors.add(found);
  return is_good ? std::move(study) : std::nullopt;
}

void check_study(const fs::path& path, const config::NodePtr& root, config::Errors& errors) {
  config::Errors found;
  if (const auto study = read_study(path, {path.string(), "", root}, {}, found)) check_points(*study, found);
  errors.add(found);
}

}  // namespace kickpath::study
