#pragma once
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// ioctl(KVM_SIGNAL_MSI) on the VM. What it costs beside an irqfd is a parameter: in 2010 the irqfd was
/// reported slower in places.
class IoctlInjection final : public InterruptPath {
 public:
  explicit IoctlInjection(host::Host& host) : host_(host) {}

  void send(host::Task& sender, vcpu::Vcpu& target, vcpu::Vector vector) override {
    sender.kernel(host_.cost(cost::Component::irq_ioctl));
    target.raise(vector, sender);
    sender.preemption_point();
  }

 private:
  host::Host& host_;
};

}  // namespace kickpath::notify
