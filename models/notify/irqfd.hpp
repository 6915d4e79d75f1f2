#pragma once
#include "host/host.hpp"
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// write(2) on an eventfd that KVM listens to: the interrupt is injected in the kernel (Linux
/// virt/kvm/eventfd.c, irqfd_wakeup). A caller in the kernel (vhost_signal) signals it without a system call.
///
/// A masked event stays in the eventfd, which is open all the time: only the irqfd is detached (QEMU
/// hw/virtio/virtio-pci.c, virtio_pci_vector_mask). kvm_irqfd_assign looks whether the eventfd is signalled
/// already, and then injects once, however often it was.
class IrqFd final : public InterruptPath {
 public:
  explicit IrqFd(host::Host& host, Caller caller = Caller::userspace) : host_(host), caller_(caller) {}

  void send(host::Task& sender, IrqRoute& route) override {
    const bool is_in_kernel = caller_ == Caller::kernel;
    sender.kernel(
        host_.cost(is_in_kernel ? cost::Component::irq_irqfd_in_kernel : cost::Component::irq_irqfd));
    route.set(sender, true);
    if (!is_in_kernel) sender.preemption_point();
  }

  void park(host::Task& sender) override {
    sender.kernel(host_.cost(cost::Component::eventfd_write));
    sender.preemption_point();
  }
  void detach(host::Task& by) override {
    by.kernel(host_.cost(cost::Component::irqfd_assign));
    by.preemption_point();
  }
  void attach(host::Task& by, IrqRoute& route, bool kept) override {
    by.kernel(host_.cost(cost::Component::irqfd_assign));
    if (kept) route.set(by, true);
    by.preemption_point();
  }

 private:
  host::Host& host_;
  Caller caller_;
};

}  // namespace kickpath::notify
