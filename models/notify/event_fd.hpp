#pragma once
#include <cstdint>
#include <functional>
#include <utility>

#include "notify/event_poll.hpp"

namespace kickpath::notify {

/// eventfd(2): a counter that somebody may poll (Linux fs/eventfd.c).
class EventFd {
 public:
  explicit EventFd(host::Host& host) : host_(host) {}
  EventFd(const EventFd&) = delete;
  EventFd& operator=(const EventFd&) = delete;

  /// EPOLL_CTL_ADD: `poll`'s waiter calls `handle` for each wake-up by this event.
  void attach(EventPoll& poll, std::function<void(host::Task&)> handle) {
    poll_ = &poll;
    handle_ = std::move(handle);
  }
  void handle(host::Task& task) { handle_(task); }

  bool is_signalled() const { return count_ != 0; }

  /// eventfd_signal in the kernel, by `signaller` and at its expense, with the wake-up where somebody waits.
  void signal(host::Task& signaller) {
    signaller.kernel(host_.cost(cost::Component::eventfd_signal));
    count_up_and_wake(signaller);
  }

  /// write(2) by a thread in userspace, which returns there.
  void write(host::Task& writer) {
    writer.kernel(host_.cost(cost::Component::eventfd_write));
    count_up_and_wake(writer);
    writer.preemption_point();
  }

  /// The same by an interrupt handler on `core`.
  void signal_from_irq(CoreId core) {
    host_.core(core).steal(host_.cost(cost::Component::eventfd_signal));
    count_up();
    if (host::Task* waiter = sleeper()) host_.wake_from_irq(*waiter, core);
  }

  /// read(2), which empties the counter.
  std::uint64_t read(host::Task& reader) {
    reader.kernel(host_.cost(cost::Component::eventfd_read));
    if (count_ != 0 && poll_ != nullptr) poll_->remove(*this);
    return std::exchange(count_, 0);
  }

 private:
  void count_up() {
    if (count_++ == 0 && poll_ != nullptr) poll_->add(*this);
  }
  void count_up_and_wake(host::Task& waker) {
    count_up();
    if (host::Task* waiter = sleeper()) host_.wake(*waiter, waker);
  }
  host::Task* sleeper() const { return poll_ == nullptr ? nullptr : poll_->waiter(); }

  host::Host& host_;
  std::uint64_t count_ = 0;
  EventPoll* poll_ = nullptr;
  std::function<void(host::Task&)> handle_;
};

}  // namespace kickpath::notify
