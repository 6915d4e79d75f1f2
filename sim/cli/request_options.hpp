#pragma once
#include <CLI/CLI.hpp>

#include "cli/run_inputs.hpp"

/// The options of what changes a scenario before it is run: --profile, --set, --seed, --replicas.
namespace kickpath::cli {

void add_request_options(CLI::App& verb, RunRequest& request);

}  // namespace kickpath::cli
