#pragma once
#include "host/host.hpp"
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// An ioctl on the VM: KVM_SIGNAL_MSI for a message, KVM_IRQ_LINE for a pin. What it costs beside an irqfd is
/// a parameter: in 2010 the irqfd was reported slower in places.
///
/// A masked event is a bit of the pending bit array in the VMM's memory; unmasking sends it (QEMU
/// hw/pci/msix.c, msix_notify and msix_handle_mask_update). KVM holds nothing that could be detached.
class IoctlInjection final : public InterruptPath {
 public:
  explicit IoctlInjection(host::Host& host) : host_(host) {}

  void send(host::Task& sender, IrqRoute& route) override { set(sender, route, true); }
  void set(host::Task& sender, IrqRoute& route, bool level) {
    sender.kernel(host_.cost(cost::Component::irq_ioctl));
    route.set(sender, level);
    sender.preemption_point();
  }

  void park(host::Task&) override {}
  void detach(host::Task&) override {}
  void attach(host::Task& by, IrqRoute& route, bool kept) override {
    if (kept) send(by, route);
  }

 private:
  host::Host& host_;
};

}  // namespace kickpath::notify
