#pragma once
#include <string>
#include <sys/types.h>

#include "workers/task.hpp"

namespace kickpath::workers {

/// One task in a child process, whose bytes come back through a pipe. Its end ends the child.
class Worker {
 public:
  Worker(const Task& task, std::size_t index);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  std::size_t index() const { return index_; }
  int descriptor() const { return pipe_; }

  /// Takes what there is to read; false once there will be no more.
  bool read_some();

  /// Waits for the child, which has closed its pipe.
  Ending finish();

 private:
  int wait_for_child();

  std::size_t index_;
  int pipe_ = -1;
  pid_t child_ = -1;
  std::string received_;
};

}  // namespace kickpath::workers
