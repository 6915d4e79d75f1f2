#pragma once
#include <functional>

#include "process/program.hpp"

namespace kickpath::testing {

/// run_kickpath(), with `meanwhile(its process id)` called once it has begun.
Ended run_kickpath_meanwhile(const std::vector<std::string>& arguments,
                             const std::function<void(int)>& meanwhile);

}  // namespace kickpath::testing
