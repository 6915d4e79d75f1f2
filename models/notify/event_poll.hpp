#pragma once
#include <algorithm>
#include <vector>

#include "host/host.hpp"

namespace kickpath::notify {

class EventFd;

/// epoll(7), level-triggered, one waiter (Linux fs/eventpoll.c). Whoever signals an event wakes the waiter if
/// it sleeps, and only then.
class EventPoll {
 public:
  explicit EventPoll(host::Host& host) : host_(host) {}

  bool is_ready() const { return !ready_.empty(); }

  /// Sleeps until something is ready; then epoll_wait returns, at its price.
  void wait(host::Task& task) {
    while (!is_ready()) {
      waiter_ = &task;
      task.block("kicks or completions");
      waiter_ = nullptr;
    }
    task.kernel(host_.cost(cost::Component::epoll_ready));
  }

  /// The event that has been ready longest.
  EventFd& front() const { return *ready_.front(); }

  /// Between these two, `task` looks by itself, and is poked when there is something to see.
  void begin_polling(host::Task& task) { poller_ = &task; }
  void end_polling() { poller_ = nullptr; }
  void nudge() {
    if (poller_ != nullptr) poller_->poke();
  }

  void add(EventFd& event) {
    ready_.push_back(&event);
    nudge();
  }
  void remove(EventFd& event) { ready_.erase(std::find(ready_.begin(), ready_.end(), &event)); }
  host::Task* waiter() const { return waiter_; }

 private:
  host::Host& host_;
  std::vector<EventFd*> ready_;
  host::Task* waiter_ = nullptr;
  host::Task* poller_ = nullptr;
};

}  // namespace kickpath::notify
