#pragma once
#include "config/shapes.hpp"
#include "workload/workload_spec.hpp"

namespace kickpath::scenario {

/// The section `workload` of a VM.
config::Shape<workload::WorkloadSpec> workload_shape();

}  // namespace kickpath::scenario
