#pragma once
#include <cstdint>
#include <string_view>

#include "hostfacts/tsc.hpp"
#include "measure/event_fd.hpp"

namespace kickpath::measure {

/// How a thread waits for an eventfd: as QEMU's AioContext with epoll, as its main loop with ppoll, or in
/// read(2).
enum class WaitBy : std::uint8_t { epoll, ppoll, read };

std::string_view name_of(WaitBy how);

/// Waits for one eventfd.
class EventWaiter {
 public:
  explicit EventWaiter(WaitBy how);
  /// Not by read(2).
  EventWaiter(WaitBy how, EventFd event);

  const EventFd& event() const { return event_; }

  /// Blocks until the event is signalled and takes it. Returns when epoll_wait, ppoll or read returned:
  /// before the event is read where that is a call of its own.
  hostfacts::Ticks wait();

 private:
  void block();

  WaitBy how_;
  EventFd event_;
  FileDescriptor epoll_;
};

}  // namespace kickpath::measure
