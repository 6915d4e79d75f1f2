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

std::optional<Study> read_study(const fs::path& path, const config::Document& document,
                                const Instead& instead, config::Errors& errors) {
  auto spec = config::read(document.root, study_shape(), errors);
  if (!spec) return std::nullopt;
  check_paths(*spec, errors);
  config::Reading reading{errors};
  const Spot root{document.root, reading};
  Study study;
  study.spec = *std::move(spec);
  study.file = path.string();
  study.hash = document.hash;
  study.base = variation::BaseScenarios{path}.tree(study.spec.scenario, root.at("scenario"), errors);
  if (!study.base) return std::nullopt;
  config::Errors known_good;
  const auto base = scenario::read_scenario(study.base, known_good);
  const variation::ProfileChoice choice{instead.profile, study.spec.profile, study.spec.scenario,
                                        base->value.profile};
  auto profile = variation::load_chosen_profile(path, choice, "the study", root, errors);
  if (!profile) return std::nullopt;
  study.profile = std::move(profile->value);
  study.profile_hash = std::move(profile->hash);
  study.space = Space{study.spec};
  study.replicas = instead.replicas.value_or(study.spec.replicas.value_or(base->value.run.replicas));
  study.seed = instead.seed.value_or(study.spec.seed.value_or(base->value.run.seed));
  return study;
}

}  // namespace

std::optional<Study> load_study(const fs::path& path, const Instead& instead, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto study = read_study(path, document, instead, found);
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  return study;
}

void check_study(const fs::path& path, const config::NodePtr& root, config::Errors& errors) {
  config::Errors found;
  if (const auto study = read_study(path, {path.string(), "", root}, {}, found); study && found.empty())
    check_points(*study, found);
  errors.add(found);
}

}  // namespace kickpath::study
