#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "notify/event_listener.hpp"
#include "notify/poller.hpp"

namespace kickpath::notify {

/// How a thread waits for its events.
enum class WaitCall : std::uint8_t {
  epoll,  ///< epoll_wait: the same price however many descriptors it watches
  ppoll,  ///< looks at every one of them
  read    ///< read(2) of the one descriptor, which sleeps by itself
};

/// epoll(7), level-triggered, one waiter (Linux fs/eventpoll.c). Whoever signals an event wakes the waiter if
/// it sleeps, and only then.
class EventPoll final : public EventListener {
 public:
  explicit EventPoll(host::Host& host, WaitCall call = WaitCall::epoll) : host_(host), call_(call) {}

  /// One more descriptor.
  void watch() { ++watched_; }

  bool is_ready() const { return !ready_.empty(); }

  /// Sleeps until something is ready, or until interrupted; then the call returns, at its price.
  void wait(host::Task& task) {
    while (!is_ready() && !is_interrupted_) {
      waiter_ = &task;
      task.block("kicks or completions");
      waiter_ = nullptr;
    }
    is_interrupted_ = false;
    task.kernel(price());
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
  Duration price() {
    if (call_ == WaitCall::read) return Duration::zero();
    const Duration ready = host_.cost(cost::Component::epoll_ready);
    return call_ == WaitCall::epoll ? ready : ready + watched_ * host_.cost(cost::Component::ppoll_fd);
  }
  void add(EventFd& event) {
    ready_.push_back(&event);
    poller_.nudge();
  }

  host::Host& host_;
  WaitCall call_;
  std::uint32_t watched_ = 0;
  std::vector<EventFd*> ready_;
  host::Task* waiter_ = nullptr;
  bool is_interrupted_ = false;
  Poller poller_;
};

}  // namespace kickpath::notify
