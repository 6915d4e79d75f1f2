#pragma once
#include <string>
#include <vector>

#include "config/error.hpp"
#include "report/json_text.hpp"
#include "report/kinds.hpp"
#include "report/sweep.hpp"
#include "study/objective.hpp"

namespace kickpath::report {

/// A document that a report is made of, read and checked.
struct Input {
  std::string file;  ///< as it was named; of a list's item "a.json[2]"
  Kind kind = Kind::result;
  std::string hash;           ///< of its bytes; empty for a store
  Json document;              ///< as it is; null for sweeps
  std::vector<Sweep> sweeps;  ///< of a store or a sweep's table
};

/// One, or as many as there are in a list (which `run` makes of several scenarios); none after an error. A
/// store is told by its first bytes, all else by its `schema`.
std::vector<Input> read_inputs(const std::string& file, const std::vector<study::Constraint>& slos,
                               config::Errors& errors);

}  // namespace kickpath::report
