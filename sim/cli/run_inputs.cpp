#include "cli/run_inputs.hpp"

#include <filesystem>

#include "engine/simgrid_version.hpp"
#include "scenario/load.hpp"
#include "scenario/scenario_files.hpp"

namespace kickpath::cli {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> all_files(const std::vector<std::string>& paths, config::Errors& errors) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    const std::vector<fs::path> inside = scenario::scenario_files(path);
    if (inside.empty())
      errors.add({std::make_shared<const std::string>(path), 0, 0}, "", "no .yaml file in this folder");
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

/// The profile that counts: the option's, or the scenario's, which lies relative to the scenario.
std::optional<fs::path> chosen_profile(const RunRequest& request, const fs::path& scenario,
                                       const scenario::ScenarioSpec& spec, config::Errors& errors) {
  if (!request.profile.empty()) return request.profile;
  if (spec.profile) return scenario::profile_path(scenario, *spec.profile);
  errors.add({std::make_shared<const std::string>(scenario.string()), 0, 0}, "profile",
             "the scenario names no cost profile: add one, or give --profile FILE");
  return std::nullopt;
}

std::optional<RunInput> load_input(const RunRequest& request, const fs::path& path, config::Errors& errors) {
  auto scenario = scenario::load_scenario(path, request.overrides, errors);
  if (!scenario) return std::nullopt;
  if (request.seed) scenario->value.run.seed = *request.seed;
  if (request.replicas) scenario->value.run.replicas = *request.replicas;
  RunInput input;
  input.spec = std::move(scenario->value);
  input.scenario_hash = std::move(scenario->hash);
  input.scenario_root = std::move(scenario->root);
  if (!request.needs_profile) return input;
  const auto where = chosen_profile(request, path, input.spec, errors);
  if (!where) return std::nullopt;
  auto profile = scenario::load_profile(*where, errors);
  if (!profile) return std::nullopt;
  input.profile = std::move(profile->value);
  input.profile_hash = std::move(profile->hash);
  return input;
}

results::Reference reference_of(const scenario::ReferenceSpec& spec) {
  return {spec.metric, spec.value,
          spec.role == scenario::ReferenceSpec::Role::fitted ? "fitted" : "predicted", spec.source};
}

}  // namespace

std::vector<RunInput> load_inputs(const RunRequest& request, config::Errors& errors) {
  std::vector<RunInput> inputs;
  for (const fs::path& file : all_files(request.paths, errors))
    if (auto input = load_input(request, file, errors)) inputs.push_back(*std::move(input));
  return inputs;
}

results::RunIdentity identity_of(const RunInput& input) {
  results::RunIdentity identity;
  identity.world = "sim";
  identity.scenario = {input.spec.name, input.scenario_hash};
  identity.profile = results::Source{input.profile.name, input.profile_hash};
  identity.seed = input.spec.run.seed;
  identity.versions = {{"kickpath", KICKPATH_VERSION}, {"simgrid", engine::simgrid_version()}};
  for (const scenario::ReferenceSpec& reference : input.spec.references)
    identity.references.push_back(reference_of(reference));
  return identity;
}

}  // namespace kickpath::cli
