#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "config/node.hpp"
#include "cost/cost_profile.hpp"
#include "scenario/scenario_spec.hpp"

/// A suite of published figures (`kickpath.published/1`): studies of the literature, each a set of scenarios
/// that name their figures themselves (`reference`), and what the predictions must reach.
namespace kickpath::published {

using Role = scenario::ReferenceSpec::Role;

struct BarSpec {
  enum class Kind : std::uint8_t {
    median_error,  ///< of |predicted / published - 1| over the cells
    worst_error,
    ratio  ///< of one scenario's predicted figure to another's
  };
  Kind kind = Kind::median_error;
  std::optional<Role> role;           ///< errors: cells of this role alone
  std::optional<std::string> metric;  ///< errors: cells of this metric alone; ratio: the figure
  std::string of;                     ///< ratio: scenario
  std::string to;                     ///< ratio: scenario
  std::optional<double> at_least;     ///< ratio
  std::optional<double> at_most;      ///< of an error a share, of a ratio the ratio
};

struct StudySpec {
  std::string name;
  std::string title;
  std::vector<std::string> scenarios;  ///< files or folders of them, relative to the suite
  std::vector<BarSpec> bars;
};

struct SuiteSpec {
  std::string name;
  std::string description;
  std::vector<StudySpec> studies;
  std::vector<BarSpec> bars;  ///< over the cells of all studies
};

/// A scenario with its profile, ready to run.
struct Input {
  scenario::ScenarioSpec scenario;
  cost::CostProfile profile;
};

struct Study {
  StudySpec spec;
  std::vector<Input> inputs;
};

struct Suite {
  SuiteSpec spec;
  std::string hash;
  std::vector<Study> studies;
};

/// Reads a suite, its scenarios and their profiles; all mistakes go to `errors`.
std::optional<Suite> load_suite(const std::filesystem::path& path, config::Errors& errors);

/// For `kickpath check`.
void check_suite(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

}  // namespace kickpath::published
