#pragma once
#include <utility>

#include "notify/intx_line.hpp"

namespace kickpath::notify {

/// INTx by an irqfd with KVM_IRQFD_FLAG_RESAMPLE: each event raises the line in the kernel. The guest's EOI
/// lowers it and signals the resamplefd (Linux virt/kvm/eventfd.c, irqfd_resampler_ack); a device that still
/// has something to tell raises it again. Who listens there answers in the kernel, as VFIO does
/// (drivers/vfio/virqfd.c): no thread is woken.
class IntxResample final : public IntxPin {
 public:
  using IntxPin::IntxPin;

  void notify(host::Task& sender) override {
    isr_ = true;
    sender.kernel(line_.host().cost(cost::Component::irq_irqfd));
    set(sender, true);
    sender.preemption_point();
  }

  void isr_was_read(vcpu::Vcpu&) override { isr_ = false; }

  void resample(vcpu::Vcpu& vcpu) override {
    if (!is_high_) return;
    vcpu.task().kernel(line_.host().cost(cost::Component::eventfd_signal));
    is_high_ = isr_;
  }
};

}  // namespace kickpath::notify
