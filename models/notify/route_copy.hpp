#pragma once
#include "host/host.hpp"
#include "notify/grace_period.hpp"
#include "notify/irq_route.hpp"

namespace kickpath::notify {

/// An irqfd's own copy of its entry of the routing table, read under a sequence counter (Linux
/// virt/kvm/eventfd.c, irqfd_update and irqfd_wakeup, kvm_kernel_irqfd::irq_entry_sc). A reader that meets
/// the writer reads again.
class RouteCopy final : public IrqRoute {
 public:
  RouteCopy(host::Host& host, GracePeriod& readers, IrqRoute& entry)
      : host_(host), readers_(readers), entry_(&entry) {}

  void set(host::Task& sender, bool level) override {
    const Duration lock = readers_.cost_of_reading();
    if (lock > Duration::zero()) sender.kernel(lock);
    const Instant now = host_.simulation().now();
    if (now < written_until_) sender.kernel(written_until_ - now);
    entry_->set(sender, level);
  }

  /// The updater's part, under the write side of the counter.
  void renew(host::Task& updater, IrqRoute& entry) {
    const Duration copying = host_.cost(cost::Component::route_copy);
    written_until_ = host_.simulation().now() + copying;
    updater.kernel(copying);
    entry_ = &entry;
  }
  IrqRoute& entry() const { return *entry_; }

 private:
  host::Host& host_;
  GracePeriod& readers_;
  IrqRoute* entry_;
  Instant written_until_{};
};

}  // namespace kickpath::notify
