#pragma once
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// write(2) on an eventfd that KVM listens to: the interrupt is injected in the kernel (Linux
/// virt/kvm/eventfd.c, irqfd_wakeup). A caller in the kernel (vhost_signal) signals it without a system call.
class IrqFd final : public InterruptPath {
 public:
  IrqFd(host::Host& host, Caller caller) : host_(host), caller_(caller) {}

  void send(host::Task& sender, vcpu::Vcpu& target, vcpu::Vector vector) override {
    const bool is_in_kernel = caller_ == Caller::kernel;
    sender.kernel(
        host_.cost(is_in_kernel ? cost::Component::irq_irqfd_in_kernel : cost::Component::irq_irqfd));
    target.raise(vector, sender);
    if (!is_in_kernel) sender.preemption_point();
  }

 private:
  host::Host& host_;
  Caller caller_;
};

}  // namespace kickpath::notify
