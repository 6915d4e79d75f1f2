#pragma once
#include "host/task.hpp"

namespace kickpath::notify {

/// A thread that looks by itself, at memory and at events, while it polls. Whoever gives it something to see
/// pokes it: a simulated spin takes no steps of its own.
class Poller {
 public:
  void begin(host::Task& task) { task_ = &task; }
  void end() { task_ = nullptr; }
  /// There may be something to see. Nothing to a thread that does not poll.
  void nudge() {
    if (task_ != nullptr) task_->poke();
  }

 private:
  host::Task* task_ = nullptr;
};

}  // namespace kickpath::notify
