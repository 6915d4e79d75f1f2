#pragma once
#include <cstdint>
#include <vector>

#include "importing/scalar.hpp"

namespace kickpath::importing {

/// Host CPUs that a thread may run on, ascending; empty: any.
using CoreList = std::vector<std::uint32_t>;

/// "0-3,^2,5", as libvirt's cpuset and taskset -c write it: `^` takes one or a range out of what stands
/// before.
CoreList read_core_list(const Scalar& scalar, const std::string& what, config::Errors& errors);

}  // namespace kickpath::importing
