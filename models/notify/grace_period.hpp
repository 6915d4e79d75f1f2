#pragma once
#include "host/task.hpp"

namespace kickpath::notify {

/// The contract of how an updater of the GSI routing table waits until no reader uses the old one any more.
class GracePeriod {
 public:
  virtual ~GracePeriod() = default;
  /// On the fiber of `updater`, which may sleep meanwhile.
  virtual void wait(host::Task& updater) = 0;
  /// What a reader pays at each interrupt.
  virtual Duration cost_of_reading() = 0;
};

}  // namespace kickpath::notify
