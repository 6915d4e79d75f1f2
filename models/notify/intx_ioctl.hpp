#pragma once
#include <utility>

#include "notify/intx_line.hpp"
#include "notify/ioctl_injection.hpp"

namespace kickpath::notify {

/// INTx by ioctl(KVM_IRQ_LINE), which moves the line up and down (QEMU hw/pci/pci.c, pci_irq_handler: only
/// changes are told). The guest's read of the ISR lowers it; the EOI finds it as it is.
class IntxIoctl final : public IntxPin {
 public:
  explicit IntxIoctl(IntxLine& line) : IntxPin(line), ioctl_(line.host()) {}

  void notify(host::Task& sender) override {
    if (!std::exchange(isr_, true)) ioctl_.set(sender, *this, true);
  }

  void isr_was_read(vcpu::Vcpu& vcpu) override {
    if (std::exchange(isr_, false)) ioctl_.set(vcpu.task(), *this, false);
  }

  void resample(vcpu::Vcpu&) override {}

  // The global lock orders these calls in QEMU; here the later one finds what the device says now.
  void set(host::Task& sender, bool) override { IntxPin::set(sender, isr_); }

 private:
  IoctlInjection ioctl_;
};

}  // namespace kickpath::notify
