#include "cli/request_options.hpp"

namespace kickpath::cli {

void add_request_options(CLI::App& verb, RunRequest& request) {
  verb.add_option("--profile", request.profile, "cost profile, instead of the scenario's");
  verb.add_option("--set", request.overrides, "path=value, as vms[0].count=2; repeatable")
      ->allow_extra_args(false);
  verb.add_option("--seed", request.seed, "seed, instead of the scenario's")->check(CLI::NonNegativeNumber);
  verb.add_option("--replicas", request.replicas, "replicas, instead of the scenario's")
      ->check(CLI::Range(1u, 10'000u));
}

}  // namespace kickpath::cli
