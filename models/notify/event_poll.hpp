#pragma once
#include <algorithm>
#include <vector>

#include "notify/event_listener.hpp"
#include "notify/poller.hpp"

namespace kickpath::notify {

/// epoll(7), level-triggered, one waiter (Linux fs/eventpoll.c). Whoever signals an event wakes the waiter if
/// it sleeps, and only then.
class EventPoll final : public EventListener {
 public:
  explicit EventPoll(host::Host& host) : host_(host) {}

  bool is_ready() const { return !ready_.empty(); }

  /// Sleeps until something is ready, or until interrupted; then epoll_wait returns, at its price.
  void wait(host::Task& task) {
    while (!is_ready() && !is_interrupted_) {
      waiter_ = &task;
      task.block("kicks or completions");
      waiter_ = nullptr;
    }
    is_interrupted_ = false;
    task.kernel(host_.cost(cost::Component::epoll_ready));
  }

  /// The event that has been ready longest.
  EventFd& front() const { return *ready_.front(); }

  /// The next wait does not sleep.
  void interrupt() {
    is_interrupted_ = true;
    poller_.nudge();
  }
  bool has_sleeper() const { return waiter_ != nullptr; }
  /// A timer of the waiter: its timeout has come.
  void interrupt_from_irq() {
    interrupt();
    if (waiter_ != nullptr) host_.wake_from_irq(*waiter_, waiter_->core());
  }

  /// The waiter, while it looks by itself.
  Poller& poller() { return poller_; }

  void signalled(EventFd& event, bool is_first, host::Task& by) override {
    if (is_first) add(event);
    if (waiter_ != nullptr) host_.wake(*waiter_, by);
  }
  void signalled_from_irq(EventFd& event, bool is_first, CoreId core) override {
    if (is_first) add(event);
    if (waiter_ != nullptr) host_.wake_from_irq(*waiter_, core);
  }
  void emptied(EventFd& event) override { ready_.erase(std::find(ready_.begin(), ready_.end(), &event)); }

 private:
  void add(EventFd& event) {
    ready_.push_back(&event);
    poller_.nudge();
  }

  host::Host& host_;
  std::vector<EventFd*> ready_;
  host::Task* waiter_ = nullptr;
  bool is_interrupted_ = false;
  Poller poller_;
};

}  // namespace kickpath::notify
