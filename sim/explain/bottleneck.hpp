#pragma once
#include "explain/explanation.hpp"

namespace kickpath::explain {

/// The resource without which nothing goes faster, with its busy share; or, where none is near its limit,
/// what the largest part of an operation is.
Bottleneck find_bottleneck(const Explanation& explanation);

}  // namespace kickpath::explain
