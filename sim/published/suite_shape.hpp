#pragma once
#include "config/shapes.hpp"
#include "published/published_suite.hpp"

namespace kickpath::published {

constexpr const char* suite_schema = "kickpath.published/1";

/// A suite file.
config::Shape<SuiteSpec> suite_shape();

}  // namespace kickpath::published
