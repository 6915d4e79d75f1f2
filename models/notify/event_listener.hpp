#pragma once
#include "host/host.hpp"

namespace kickpath::notify {

class EventFd;

/// An entry in the wait queue of an eventfd (Linux wake_up_locked_poll): whoever signals calls it, in his own
/// context and at his own expense. It may wake tasks and queue work, and may not block.
class EventListener {
 public:
  virtual ~EventListener() = default;
  /// The kernel, or a thread of userspace in write(2). `is_first`: the counter was empty.
  virtual void signalled(EventFd& event, bool is_first, host::Task& by) = 0;
  /// An interrupt handler on `core`.
  virtual void signalled_from_irq(EventFd& event, bool is_first, CoreId core) = 0;
  /// Somebody has emptied the counter.
  virtual void emptied(EventFd& event) = 0;
};

}  // namespace kickpath::notify
