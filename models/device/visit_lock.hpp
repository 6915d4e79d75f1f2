#pragma once
#include <algorithm>
#include <deque>
#include <type_traits>

#include "host/host.hpp"

namespace kickpath::device {

/// One visitor at a time in a queue's device side (QEMU's AioContext lock, vhost's vq mutex): while a VM's
/// life changes, more than one thread may come. Free where nobody else is inside; else a futex.
class VisitLock {
 public:
  explicit VisitLock(host::Host& host) : host_(host) {}

  /// No destructor does this: unlocking may take time, and a destructor may not block.
  template <class Act>
  auto visit(host::Task& task, Act act) {
    lock(task);
    if constexpr (std::is_void_v<decltype(act())>) {
      act();
      unlock(task);
    } else {
      const auto answer = act();
      unlock(task);
      return answer;
    }
  }

 private:
  void lock(host::Task& task) {
    if (owner_ != nullptr) [[unlikely]]
      wait(task);
    owner_ = &task;
  }
  void unlock(host::Task& task) {
    owner_ = nullptr;
    if (!sleepers_.empty()) [[unlikely]]
      wake_first(task);
  }

  void wait(host::Task& task) {
    while (owner_ != nullptr) {
      task.kernel(host_.cost(cost::Component::syscall));
      if (owner_ == nullptr) break;
      sleepers_.push_back(&task);
      while (std::find(sleepers_.begin(), sleepers_.end(), &task) != sleepers_.end())
        task.block("another visitor of the queue");
    }
  }
  void wake_first(host::Task& task) {
    host::Task& next = *sleepers_.front();
    sleepers_.pop_front();
    task.kernel(host_.cost(cost::Component::syscall));
    host_.wake(next, task);
  }

  host::Host& host_;
  host::Task* owner_ = nullptr;
  std::deque<host::Task*> sleepers_;
};

}  // namespace kickpath::device
