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

/// How a task's process ended.
struct Ending {
  enum class Kind {
    done,    ///< `text` is what the task returned
    failed,  ///< it threw, and `text` is what the exception said
    died     ///< no more is known than `text`: "killed by signal 9 (Killed)"
  };
  Kind kind = Kind::done;
  std::string text;
  friend bool operator==(const Ending&, const Ending&) = default;
};

/// "row a: what its exception said", "row a: killed by signal 11 (Segmentation fault)".
struct TaskFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace kickpath::workers
