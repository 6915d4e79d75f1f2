#pragma once
#include <algorithm>
#include <deque>

#include "host/host.hpp"

namespace kickpath::server {

/// QEMU's global lock: a pthread mutex, which is a futex. Taking it free costs nothing worth a parameter; who
/// finds it taken makes a system call and sleeps, and who releases it with sleepers makes one to wake the
/// first. The woken one competes again (no hand-over).
class GlobalLock {
 public:
  explicit GlobalLock(host::Host& host) : host_(host) {}

  void lock(host::Task& task) {
    while (owner_ != nullptr) {
      task.kernel(host_.cost(cost::Component::syscall));
      if (owner_ == nullptr) break;
      sleepers_.push_back(&task);
      while (sleeps(task)) task.block("the global lock");  // a wake-up for something else may end a block
    }
    owner_ = &task;
  }

  void unlock(host::Task& task) {
    owner_ = nullptr;
    if (sleepers_.empty()) return;
    host::Task& next = *sleepers_.front();
    sleepers_.pop_front();
    task.kernel(host_.cost(cost::Component::syscall));
    host_.wake(next, task);
    task.preemption_point();
  }

 private:
  bool sleeps(const host::Task& task) const {
    return std::find(sleepers_.begin(), sleepers_.end(), &task) != sleepers_.end();
  }

  host::Host& host_;
  host::Task* owner_ = nullptr;
  std::deque<host::Task*> sleepers_;
};

}  // namespace kickpath::server
