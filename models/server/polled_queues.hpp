#pragma once
#include <vector>

#include "host/host.hpp"
#include "server/queue_handler.hpp"

namespace kickpath::server {

/// What a loop looks at while it polls (QEMU util/aio-posix.c run_poll_handlers): one queue after the other,
/// round and round. Each look costs `poll.source`, so that what comes to one queue is seen the later the more
/// there are. A queue that had nothing for 7 s is left out until its eventfd fires.
class PolledQueues {
 public:
  static constexpr Duration patience{7'000'000'000'000};  ///< POLL_IDLE_INTERVAL_NS

  /// `forgets`: leaves out what has been idle for long enough.
  PolledQueues(host::Host& host, bool forgets) : host_(host), forgets_(forgets) {}

  void add(QueueHandler& queue) { sources_.push_back({&queue}); }
  bool empty() const { return polled_count() == 0; }

  /// Polling begins: no kicks wanted.
  void begin(host::Task& task);
  /// One round, after the loop went round in vain for `quiet`: serves what has work. True: something had.
  bool look(host::Task& task, Duration quiet);
  /// Polling ends: kicks wanted again. Serves what came meanwhile; true: something did.
  bool end(host::Task& task);
  /// The eventfd of `queue` has fired: it is polled (again).
  void heard_of(QueueHandler& queue, host::Task& task);

 private:
  struct Source {
    QueueHandler* queue;
    Instant idle_since = never;  ///< the first look at the clock that found it idle
    bool is_polled = true;
  };

  std::size_t polled_count() const;
  std::size_t finish_look(host::Task& task, Duration quiet, Duration cost);
  bool look_at(Source& source, host::Task& task, Duration cost);
  void forget_idle(host::Task& task);
  bool resume(Source& source, host::Task& task);

  host::Host& host_;
  bool forgets_;
  std::vector<Source> sources_;
  bool is_polling_ = false;
};

}  // namespace kickpath::server
