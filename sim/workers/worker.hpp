#pragma once
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "workers/task.hpp"

namespace kickpath::workers {

/// A task and its place among all.
struct Numbered {
  std::size_t index = 0;
  Task task;
};

/// How the index-th task ended.
using Ended = std::vector<std::pair<std::size_t, Ending>>;

/// Tasks in a child process, one after another, whose bytes come back through a pipe as each ends. Its end
/// ends the child.
class Worker {
 public:
  explicit Worker(std::vector<Numbered> tasks);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  int descriptor() const { return pipe_; }

  /// Takes what there is to read; false once there will be no more.
  bool read_some();

  /// What has ended since the last call.
  Ended take_ended();

  /// Waits for the child, which has closed its pipe, and whose endings are taken. If it died, so did the
  /// first task that has not ended, and its ending is added to `ended`. The others were not begun: a task
  /// that failed may leave anything behind, so the child ends after it.
  std::vector<Numbered> finish(Ended& ended);

 private:
  int wait_for_child();

  std::vector<Numbered> tasks_;
  std::size_t ended_ = 0;    ///< of these
  bool has_failed_ = false;  ///< the last of those
  int pipe_ = -1;
  pid_t child_ = -1;
  std::string received_;
};

}  // namespace kickpath::workers
