#pragma once
#include <string>

#include "study/runs.hpp"

namespace kickpath::study {

/// Simulates a run, which needs a process of its own, and gives its `kickpath.result/1` on one line: a
/// function of the run's key. Throws what the simulation throws.
std::string replica_json(const Study& study, const Runs& runs, const Run& run);

}  // namespace kickpath::study
