#pragma once
#include "config/shapes.hpp"
#include "suite/bar_spec.hpp"

namespace kickpath::suite {

/// An entry of `bars`; `kind` selects the other keys.
config::Shape<BarSpec> bar_shape();

}  // namespace kickpath::suite
