#pragma once
#include "host/task.hpp"

namespace kickpath::notify {

/// The contract of a queue's way to its guest (QEMU's "guest notifier"). Who has something to tell calls
/// `notify`, on its own fiber and at its own expense. However it is kept meanwhile, the guest is told once
/// after the last call, or oftener.
class GuestNotifier {
 public:
  virtual ~GuestNotifier() = default;
  virtual void notify(host::Task& sender) = 0;
};

}  // namespace kickpath::notify
