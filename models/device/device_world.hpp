#pragma once
#include "device/served_queue.hpp"
#include "program/request_layout.hpp"

namespace kickpath::device {

/// The simulator as the device's programs see it: one server, at one queue (program/world.hpp).
class DeviceWorld {
 public:
  DeviceWorld(ServedQueue& queue, host::Task& server) : queue_(queue), server_(server) {
    queue.toucher_.task = &server;
  }

  Instant now() const { return server_.host().simulation().now(); }
  bool is_stopping() const { return false; }
  void about_to(program::RingOperation operation, QueueId);
  program::Served serve(QueueId, const virtqueue::Chain& chain);
  void interrupt(QueueId);
  void ring_is_broken(QueueId);
  /// Charges for the lines that moved, and lets a polling guest see what was pushed.
  void settle() {
    if (queue_.has_pushed_ || queue_.toucher_.owes()) settle_now();
  }

 private:
  void settle_now();
  void note_pushed();
  program::Served serve_watched(const virtqueue::Chain& chain);
  program::Served serve_unwatched(const virtqueue::Chain& chain);
  Request parse(const virtqueue::Chain& chain) const;

  ServedQueue& queue_;
  host::Task& server_;
};

static_assert(program::DeviceWorld<DeviceWorld, virtqueue::Chain>);

}  // namespace kickpath::device
