#pragma once
#include <memory>
#include <vector>

#include "engine/timer.hpp"
#include "notify/event_fd.hpp"
#include "notify/event_poll.hpp"
#include "server/alarm_clock.hpp"
#include "server/global_lock.hpp"
#include "server/polled_queues.hpp"
#include "server/server.hpp"
#include "server/server_spec.hpp"

/// The loop of a VMM's thread (QEMU util/aio-posix.c aio_poll): poll, wait, bottom halves and timers, events.
namespace kickpath::server {

class EventLoop {
 public:
  /// `lock`: held but while the loop waits; null for an iothread.
  EventLoop(host::Host& host, const PollSpec& poll, GlobalLock* lock,
            notify::WaitCall call = notify::WaitCall::epoll)
      : host_(host), poll_(host, call), notifier_(host), spec_(poll), polled_(host, !poll.always),
        lock_(lock) {
    attach(notifier_, [](host::Task&) {});
  }

  notify::EventPoll& poll() { return poll_; }

  /// Its timers share one alarm. Before any is made.
  void share_alarm(Duration floor);

  void attach(QueueHandler& queue);
  void attach(notify::EventFd& event, Handler handler) {
    poll_.watch();
    event.attach(poll_, std::move(handler));
  }
  std::unique_ptr<Deferred> defer(Handler handler);

  /// The thread's body; never returns.
  void run(host::Task& task);

 private:
  class Later;

  std::unique_ptr<LoopTimer> make_timer(Later& later);
  void iterate(host::Task& task);
  bool does_poll() const { return (spec_.always || poll_time_ > Duration::zero()) && !polled_.empty(); }
  void poll_queues(host::Task& task);
  bool handle_what_is_ready(host::Task& task);
  void handle_what_came(host::Task& task);
  void handle_deferred(host::Task& task);
  void handle_events(host::Task& task);

  host::Host& host_;
  notify::EventPoll poll_;
  notify::EventFd notifier_;  ///< by which other threads tell of something deferred (QEMU aio_notify)
  PollSpec spec_;
  PolledQueues polled_;
  GlobalLock* lock_;
  std::unique_ptr<AlarmClock> alarm_;  ///< null: each timer on its date
  std::vector<Later*> due_;
  Duration poll_time_{};
  Instant last_work_{};
};

}  // namespace kickpath::server
