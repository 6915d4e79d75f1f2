#include "study/replica_json.hpp"

#include <span>
#include <stdexcept>

#include "results/json.hpp"
#include "study/run_key.hpp"
#include "study/run_one.hpp"

namespace kickpath::study {

namespace {

results::RunIdentity identity_of(const Study& study, const Runs& runs, const Run& run,
                                 const std::string& name) {
  results::RunIdentity identity;
  identity.world = "sim";
  identity.scenario = {name, runs.point_key(run.point)};
  identity.profile = results::Source{study.profile.name, study.profile_hash};
  identity.seed = run.seed;
  identity.versions = versions();
  return identity;
}

}  // namespace

std::string replica_json(const Study& study, const Runs& runs, const Run& run) {
  config::Errors errors;
  const auto spec = scenario_at(study, run.point, errors);
  if (!spec) throw std::runtime_error(errors.format());
  const results::Replica replica = run_one(*spec, study.profile, run.seed);
  const auto result =
      results::summarize_run(identity_of(study, runs, run, spec->name), std::span(&replica, 1));
  return results::to_json(result).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace kickpath::study
