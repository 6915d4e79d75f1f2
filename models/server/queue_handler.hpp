#pragma once
#include <cstdint>
#include <limits>

#include "notify/event_fd.hpp"

namespace kickpath::server {

/// How much one visit to a queue may serve before others get their turn.
struct Budget {
  std::uint32_t requests = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();
};

/// A virtqueue as its server sees it: what it can be told by, and what it can be told to do. All calls but
/// the first two are made on the server's fiber, by one server at a time, and spend its CPU time.
class QueueHandler {
 public:
  virtual ~QueueHandler() = default;

  virtual notify::EventFd& kicks() = 0;
  /// Signalled when the backend has finished something; null where all is done at once.
  virtual notify::EventFd* completions() = 0;

  /// A whole visit: no kicks wanted, serve until empty, kicks wanted again, look again, at most one
  /// interrupt.
  virtual void drain(host::Task& server) = 0;
  /// Pushes what the backend has finished meanwhile, with at most one interrupt.
  virtual void reap_completions(host::Task& server) = 0;

  // For a server that visits in steps of its own, or polls.

  /// No kicks wanted from here on.
  virtual void stop_kicks(host::Task& server) = 0;
  /// Is there something to serve?
  virtual bool has_pending(host::Task& server) = 0;
  /// Kicks stay as they are; at most one interrupt. True: the budget ended it, not the queue.
  virtual bool serve(host::Task& server, const Budget& budget) = 0;
  /// Kicks wanted again. True: requests came meanwhile.
  virtual bool resume_kicks(host::Task& server) = 0;
};

}  // namespace kickpath::server
