#pragma once
#include <memory>
#include <vector>

#include "engine/timer.hpp"
#include "notify/event_fd.hpp"
#include "notify/event_poll.hpp"
#include "server/global_lock.hpp"
#include "server/server.hpp"
#include "server/server_spec.hpp"

/// The loop of a VMM's thread (QEMU util/aio-posix.c aio_poll): poll, wait, bottom halves and timers, events.
namespace kickpath::server {

class EventLoop {
 public:
  /// `lock`: taken around each handler; null for an iothread.
  EventLoop(host::Host& host, const PollSpec& poll, GlobalLock* lock)
      : host_(host), poll_(host), notifier_(host), spec_(poll), lock_(lock) {
    attach(notifier_, [](host::Task&) {});
  }

  notify::EventPoll& poll() { return poll_; }

  void attach(QueueHandler& queue);
  void attach(notify::EventFd& event, Handler handler) { event.attach(poll_, std::move(handler)); }
  std::unique_ptr<Deferred> defer(Handler handler);

  /// The thread's body; never returns.
  void run(host::Task& task);

 private:
  class Later;

  void iterate(host::Task& task);
  bool does_poll() const { return spec_.always || poll_time_ > Duration::zero(); }
  void poll_sources(host::Task& task);
  bool handle_what_is_ready(host::Task& task);
  bool handle_what_has_work(host::Task& task);
  bool handle_what_came_at_the_end(host::Task& task);
  void handle_what_came(host::Task& task);
  void handle_deferred(host::Task& task);
  void handle_events(host::Task& task);
  template <class Body>
  void locked(host::Task& task, Body body);

  host::Host& host_;
  notify::EventPoll poll_;
  notify::EventFd notifier_;  ///< by which other threads tell of something deferred (QEMU aio_notify)
  PollSpec spec_;
  GlobalLock* lock_;
  std::vector<QueueHandler*> sources_;
  std::vector<Later*> due_;
  Duration poll_time_{};
  Instant last_work_{};
};

}  // namespace kickpath::server
