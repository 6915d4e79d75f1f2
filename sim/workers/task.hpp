#pragma once
#include <functional>
#include <stdexcept>
#include <string>

namespace kickpath::workers {

/// Work for a process of its own. `work` sees the memory of the caller as it was at the fork and may change
/// nothing of it; what it returns is all that comes back.
struct Task {
  std::string name;
  std::function<std::string()> work;
};

/// "row a: what its exception said", "row a: killed by signal 11 (Segmentation fault)".
struct TaskFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace kickpath::workers
