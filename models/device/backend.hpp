#pragma once
#include <cstdint>

#include "host/task.hpp"

/// The contract of what stands behind a device.
namespace kickpath::device {

enum class RequestKind : std::uint8_t { read, write, flush };

struct Request {
  std::uint64_t sector = 0;
  std::uint64_t bytes = 0;
  RequestKind kind = RequestKind::read;
};

/// Names a request to who waits for it.
struct Ticket {
  std::uint16_t head = 0;     ///< of its chain
  std::uint32_t written = 0;  ///< bytes that it will have written to the guest
};

class CompletionSink {
 public:
  virtual ~CompletionSink() = default;
  /// The device's interrupt: not on a fiber, may not block.
  virtual void complete(Ticket ticket) = 0;
  /// A thread of userspace that did the work, on its fiber and at its expense.
  virtual void complete_by(host::Task& worker, Ticket ticket) = 0;
};

class Backend {
 public:
  virtual ~Backend() = default;
  /// Runs on the fiber of `server` and spends its CPU time. True: the request is done. False: `sink` hears of
  /// it later.
  virtual bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) = 0;

  /// Between these two `server` serves what one visit to a queue finds; a backend may hold requests back
  /// until the second (QEMU defer_call_begin, defer_call_end).
  virtual void plug(host::Task&) {}
  virtual void unplug(host::Task&) {}
  /// `server` has been told of completions, and is about to take them.
  virtual void collect(host::Task&) {}
};

}  // namespace kickpath::device
