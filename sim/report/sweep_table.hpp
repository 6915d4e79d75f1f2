#pragma once
#include "report/sweep.hpp"

namespace kickpath::report {

/// A `kickpath.sweep/1` that has been checked (demands.hpp).
Sweep sweep_of(const Json& table, const std::string& file);

}  // namespace kickpath::report
