#include "scenario/load.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/document.hpp"
#include "config/nearest.hpp"
#include "config/read.hpp"
#include "published/suite_shape.hpp"
#include "scenario/scenario_files.hpp"

namespace kickpath::published {

namespace fs = std::filesystem;
using config::Spot;

namespace {

/// The files that an entry of `scenarios` means; none after an error.
std::vector<fs::path> files_of(const fs::path& entry, const Spot& spot) {
  if (!fs::exists(entry)) {
    spot.error(fmt::format("'{}' does not exist", entry.string()));
    return {};
  }
  auto files = scenario::scenario_files(entry);
  if (files.empty()) spot.error(fmt::format("no .yaml file in the folder '{}'", entry.string()));
  return files;
}

std::optional<Input> load_input(const fs::path& file, const Spot& spot, config::Errors& errors) {
  auto loaded = scenario::load_scenario(file, {}, errors);
  if (!loaded) return std::nullopt;
  if (!loaded->value.profile) {
    spot.error(fmt::format("'{}' names no cost profile", file.string()));
    return std::nullopt;
  }
  auto profile = scenario::load_profile(scenario::profile_path(file, *loaded->value.profile), errors);
  if (!profile) return std::nullopt;
  return Input{std::move(loaded->value), std::move(profile->value)};
}

Study load_study(const StudySpec& spec, const fs::path& suite, const Spot& spot, config::Errors& errors) {
  Study study{spec, {}};
  for (std::size_t i = 0; i < spec.scenarios.size(); ++i) {
    const Spot entry = spot.at("scenarios").at(i);
    for (const fs::path& file : files_of(suite.parent_path() / spec.scenarios[i], entry))
      if (auto input = load_input(file, entry, errors)) study.inputs.push_back(*std::move(input));
  }
  return study;
}

void check_scenario(const std::string& name, const Study& study, const Spot& spot) {
  std::vector<std::string> names;
  for (const Input& input : study.inputs) names.push_back(input.scenario.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  spot.error(
      fmt::format("no scenario of this study is called '{}'{}", name, config::suggestion(name, names)));
}

void check_bars(const Study& study, const Spot& spot) {
  for (std::size_t i = 0; i < study.spec.bars.size(); ++i) {
    const BarSpec& bar = study.spec.bars[i];
    if (bar.kind != BarSpec::Kind::ratio) continue;
    check_scenario(bar.of, study, spot.at("bars").at(i).at("of"));
    check_scenario(bar.to, study, spot.at("bars").at(i).at("to"));
  }
}

std::optional<Suite> read_suite(const fs::path& path, const config::Document& document,
                                config::Errors& errors) {
  auto spec = config::read(document.root, suite_shape(), errors);
  if (!spec) return std::nullopt;
  config::Reading reading{errors};
  const Spot studies = Spot{document.root, reading}.at("studies");
  Suite suite{*std::move(spec), document.hash, {}};
  for (std::size_t i = 0; i < suite.spec.studies.size(); ++i) {
    config::Errors found;
    suite.studies.push_back(load_study(suite.spec.studies[i], path, studies.at(i), found));
    if (found.empty()) check_bars(suite.studies.back(), studies.at(i));
    errors.add(found);
  }
  return suite;
}

}  // namespace

std::optional<Suite> load_suite(const fs::path& path, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto suite = read_suite(path, document, found);
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  return suite;
}

void check_suite(const fs::path& path, const config::NodePtr& root, config::Errors& errors) {
  read_suite(path, {path.string(), "", root}, errors);
}

}  // namespace kickpath::published
