#pragma once
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// write(2) on an eventfd that KVM listens to: the interrupt is injected in the kernel (Linux
/// virt/kvm/eventfd.c, irqfd_wakeup).
class IrqFd final : public InterruptPath {
 public:
  explicit IrqFd(host::Host& host) : host_(host) {}

  void send(host::Task& sender, vcpu::Vcpu& target, vcpu::Vector vector) override {
    sender.kernel(host_.cost(cost::Component::irq_irqfd));
    target.raise(vector, sender);
    sender.preemption_point();
  }

 private:
  host::Host& host_;
};

}  // namespace kickpath::notify
