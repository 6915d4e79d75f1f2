#pragma once
#include <string>
#include <vector>

#include "config/error.hpp"
#include "report/sweep.hpp"
#include "study/objective.hpp"

namespace kickpath::report {

/// The runs of a store, one sweep for each base scenario, profile and set of versions in it (a store outlives
/// edits of its study), points ascending by their settings. `slos` are judged replica by replica, as a
/// study's constraints are. Throws store::BadStore and store::StoreFailed; an empty store and a stored text
/// that is no result are errors.
std::vector<Sweep> read_store(const std::string& file, const std::vector<study::Constraint>& slos,
                              config::Errors& errors);

}  // namespace kickpath::report
