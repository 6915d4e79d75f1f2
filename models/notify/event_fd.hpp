#pragma once
#include <cstdint>
#include <functional>
#include <utility>

#include "notify/event_listener.hpp"

namespace kickpath::notify {

/// eventfd(2): a counter with a wait queue (Linux fs/eventfd.c). One listener.
class EventFd {
 public:
  explicit EventFd(host::Host& host) : host_(host) {}
  EventFd(const EventFd&) = delete;
  EventFd& operator=(const EventFd&) = delete;

  /// `listener` hears of each signal; what it is to do for this event is `handle` (EPOLL_CTL_ADD,
  /// vhost_poll).
  void attach(EventListener& listener, std::function<void(host::Task&)> handle) {
    listener_ = &listener;
    handle_ = std::move(handle);
  }
  void handle(host::Task& task) { handle_(task); }

  bool is_signalled() const { return count_ != 0; }

  /// eventfd_signal in the kernel, by `signaller` and at its expense, with the wake-up where somebody waits.
  void signal(host::Task& signaller) {
    signaller.kernel(host_.cost(cost::Component::eventfd_signal));
    count_up(signaller);
  }

  /// write(2) by a thread in userspace, which returns there.
  void write(host::Task& writer) {
    writer.kernel(host_.cost(cost::Component::eventfd_write));
    count_up(writer);
    writer.preemption_point();
  }

  /// The same by an interrupt handler on `core`.
  void signal_from_irq(CoreId core) {
    host_.core(core).steal(host_.cost(cost::Component::eventfd_signal));
    const bool is_first = count_++ == 0;
    if (listener_ != nullptr) listener_->signalled_from_irq(*this, is_first, core);
  }

  /// read(2), which empties the counter.
  std::uint64_t read(host::Task& reader) {
    reader.kernel(host_.cost(cost::Component::eventfd_read));
    if (count_ != 0 && listener_ != nullptr) listener_->emptied(*this);
    return std::exchange(count_, 0);
  }

 private:
  void count_up(host::Task& by) {
    const bool is_first = count_++ == 0;
    if (listener_ != nullptr) listener_->signalled(*this, is_first, by);
  }

  host::Host& host_;
  std::uint64_t count_ = 0;
  EventListener* listener_ = nullptr;
  std::function<void(host::Task&)> handle_;
};

}  // namespace kickpath::notify
