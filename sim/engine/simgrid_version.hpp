#pragma once
#include <string>

namespace kickpath::engine {

/// Of the SimGrid library that this process runs with, as "3.32.0".
std::string simgrid_version();

}  // namespace kickpath::engine
