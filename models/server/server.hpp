#pragma once
#include <functional>
#include <memory>

#include "notify/poller.hpp"
#include "server/queue_handler.hpp"

/// The contract of who serves: one thread with all that it looks after, or, for kicks, the threads that kick.
namespace kickpath::server {

/// What a server does for one event, on its fiber and at its expense.
using Handler = std::function<void(host::Task&)>;

/// Something that a server does later, once for all the asking in between: a bottom half or a timer of QEMU,
/// a work of vhost.
class Deferred {
 public:
  virtual ~Deferred() = default;
  /// As soon as the server comes to it. `by` is the server itself or any other thread.
  virtual void schedule(host::Task& by) = 0;
  /// At `date`, which replaces an earlier one.
  virtual void schedule_at(Instant date) = 0;
  /// Not at all, unless it is under way.
  virtual void cancel() = 0;
};

class Server {
 public:
  virtual ~Server() = default;

  // Before the server starts:

  /// Looks after this queue: its kicks, its completions, and, if it polls, its ring.
  virtual void attach(QueueHandler& queue) = 0;
  /// The same for any other file descriptor: a tap that becomes readable, a timerfd.
  virtual void attach(notify::EventFd& event, Handler handler) = 0;
  virtual std::unique_ptr<Deferred> defer(Handler handler) = 0;

  /// Has anything been attached that only a thread of its own can look after?
  virtual bool needs_thread() const = 0;
  /// Starts that thread.
  virtual void start(host::TaskSpec task) = 0;

  /// Who is to be told when there is something to see in memory; null: it never looks without being told.
  virtual notify::Poller* poller() = 0;
  /// A kernel thread: no system calls, and no preemption but where it offers it.
  virtual bool is_in_kernel() const = 0;
};

}  // namespace kickpath::server
