#pragma once
#include "host/task.hpp"

namespace kickpath::notify {

/// The contract of what a GSI leads to (Linux struct kvm_kernel_irq_routing_entry, `set`): an MSI message, or
/// a pin of the IOAPIC. `set` runs in the kernel, on the fiber of `sender` and at its expense. A message has
/// no level: only `true` means something to it.
class IrqRoute {
 public:
  virtual ~IrqRoute() = default;
  virtual void set(host::Task& sender, bool level) = 0;
};

}  // namespace kickpath::notify
