#pragma once
#include "config/shape.hpp"

namespace kickpath::config {

/// The same JSON Schema with what it says several times said once, in `definitions`, and referred to: shapes
/// know nothing of each other, so each repeats what it holds. What is short stays where it is.
json with_definitions(const json& schema);

}  // namespace kickpath::config
