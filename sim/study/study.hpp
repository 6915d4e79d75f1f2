#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cost/cost_profile.hpp"
#include "results/run_result.hpp"
#include "scenario/scenario_spec.hpp"
#include "study/space.hpp"

/// A study with its base scenario and its profile: ready to be run.
namespace kickpath::study {

struct Study {
  StudySpec spec;
  std::string file;  ///< as errors name it
  std::string hash;
  config::NodePtr root;  ///< the file, for messages about it
  config::NodePtr base;
  Space space;
  cost::CostProfile profile;
  std::string profile_hash;
  std::uint32_t replicas = 1;
  std::uint64_t seed = 1;

  /// Points times replicas; the largest 64-bit number where there are more.
  std::uint64_t runs() const;
};

/// What the command line says instead of the file; empty and none: nothing.
struct Instead {
  std::string profile;
  std::optional<std::uint32_t> replicas;
  std::optional<std::uint64_t> seed;
};

/// Reads a study, its base and its profile; all mistakes go to `errors`. Whether a base takes the settings of
/// a point shows in scenario_at() or check_points(); where anything else is wrong, that is told here too.
std::optional<Study> load_study(const std::filesystem::path& path, const Instead& instead,
                                config::Errors& errors);

/// The scenario of a point, or nothing after errors. What its settings make bad is told in the study.
std::optional<scenario::ScenarioSpec> scenario_at(const Study& study, std::uint64_t point,
                                                  config::Errors& errors);

constexpr std::uint64_t most_checked = 10'000;

/// Reads the scenario of every point, or, where there are more than `most_checked`, about so many: each
/// factor's alternatives (evenly chosen, where they are too many) beside the first ones of the others.
void check_points(const Study& study, config::Errors& errors);

/// For `kickpath check`.
void check_study(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

}  // namespace kickpath::study
