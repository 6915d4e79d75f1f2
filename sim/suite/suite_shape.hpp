#pragma once
#include "config/shapes.hpp"
#include "suite/suite_spec.hpp"

namespace kickpath::suite {

constexpr const char* suite_schema = "kickpath.suite/1";

/// A suite file.
config::Shape<SuiteSpec> suite_shape();

}  // namespace kickpath::suite
