#pragma once
#include "config/shapes.hpp"
#include "study/objective.hpp"

namespace kickpath::study {

/// A metric's key, whose better direction is known, or `{maximize: EXPRESSION, name: x}` or `{minimize:
/// ...}`.
config::Shape<Objective> objective_shape();

/// `latency_ns.p99 <= 200 us`.
config::Shape<Constraint> constraint_shape();

}  // namespace kickpath::study
