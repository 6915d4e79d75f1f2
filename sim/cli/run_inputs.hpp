#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "config/node.hpp"
#include "cost/cost_profile.hpp"
#include "results/run_result.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::cli {

/// What the command line asks to be run.
struct RunRequest {
  std::vector<std::string> paths;  ///< files, or folders: all their .yaml files by name
  std::string profile;
  std::vector<std::string> overrides;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replicas;
  bool needs_profile = true;  ///< false in a world that measures
};

/// One scenario with its profile, ready to run.
struct RunInput {
  scenario::ScenarioSpec spec;
  std::string scenario_hash;
  config::NodePtr scenario_root;  ///< for scenario::report
  cost::CostProfile profile;      ///< empty where none is needed
  std::string profile_hash;
};

/// All mistakes of all files go to `errors`; the result is good only if there are none.
std::vector<RunInput> load_inputs(const RunRequest& request, config::Errors& errors);

/// What a simulated run of it is told by.
results::RunIdentity identity_of(const RunInput& input);

}  // namespace kickpath::cli
