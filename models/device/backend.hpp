#pragma once
#include <cstdint>

#include "host/task.hpp"

/// The contract of what stands behind a device.
namespace kickpath::device {

struct Request {
  std::uint64_t sector = 0;
  std::uint64_t bytes = 0;
  bool is_write = false;
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
};

class Backend {
 public:
  virtual ~Backend() = default;
  /// Runs on the fiber of `server` and spends its CPU time. True: the request is done. False: `sink` hears of
  /// it later.
  virtual bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) = 0;
};

}  // namespace kickpath::device
