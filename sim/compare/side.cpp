#include "compare/side.hpp"

#include "scenario/scenario_shape.hpp"

namespace kickpath::compare {

namespace {

/// All that a run depends on beside its costs, with every default.
nlohmann::ordered_json what_runs(const scenario::ScenarioSpec& spec) {
  nlohmann::ordered_json tree = scenario::scenario_shape().write(spec);
  for (const char* key : {"name", "profile", "reference"}) tree.erase(key);
  for (const char* key : {"seed", "replicas"}) tree["run"].erase(key);
  return tree;
}

}  // namespace

bool is_same(const Side& a, const Side& b) {
  return a.profile_hash == b.profile_hash && what_runs(a.spec) == what_runs(b.spec);
}

}  // namespace kickpath::compare
