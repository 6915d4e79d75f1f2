#pragma once
#include "config/shapes.hpp"
#include "suite/measured.hpp"

namespace kickpath::suite {

constexpr const char* measured_schema = "kickpath.measured/1";

/// A file of measured rows: JSON, which is YAML, so that a torn one is told with its line.
config::Shape<Measured> measured_shape();

}  // namespace kickpath::suite
