#pragma once
#include <vector>

#include "notify/guest_notifier.hpp"
#include "notify/irq_route.hpp"
#include "vcpu/vcpu.hpp"

/// Level-triggered interrupts: pins of the IOAPIC, and the PCI devices that share them.
namespace kickpath::notify {

class IntxLine;

/// A device's INTx pin on its line. Its ISR (VirtIO 1.3 4.1.4.5) says that the device has something to tell;
/// the guest's handler reads it, which clears it. While the VM stands still a line keeps its level, and the
/// LAPIC what has come through.
class IntxPin : public GuestNotifier, public IrqRoute {
 public:
  explicit IntxPin(IntxLine& line);
  IntxPin(const IntxPin&) = delete;
  IntxPin& operator=(const IntxPin&) = delete;

  void set(host::Task& sender, bool level) override;
  bool is_high() const { return is_high_; }
  bool has_something_to_tell() const { return isr_; }

  /// The VMM's part of the guest's read of the ISR, on the fiber of the vcpu, in userspace.
  virtual void isr_was_read(vcpu::Vcpu& vcpu) = 0;
  /// The guest has written the EOI: what KVM and the VMM do about the level. In the kernel, on the vcpu's
  /// fiber.
  virtual void resample(vcpu::Vcpu& vcpu) = 0;

 protected:
  IntxLine& line_;
  bool isr_ = false;
  bool is_high_ = false;
};

/// One pin of the IOAPIC. It is up as long as any device holds it up; each delivery must be answered by an
/// EOI before the next (remote IRR), and a line that is still up then is delivered again (Linux
/// arch/x86/kvm/ioapic.c, ioapic_set_irq and kvm_ioapic_update_eoi_one; 6.12).
class IntxLine final : public vcpu::LevelInterrupt {
 public:
  IntxLine(host::Host& host, vcpu::Vcpu& target, vcpu::Vector vector);
  IntxLine(const IntxLine&) = delete;
  IntxLine& operator=(const IntxLine&) = delete;

  host::Host& host() { return host_; }
  vcpu::Vector vector() const { return vector_; }
  void add(IntxPin& pin) { pins_.push_back(&pin); }
  bool is_up() const;

  /// A pin has changed; `sender` delivers where that is due.
  void look(host::Task& sender);

  /// The guest's handlers, one for each device on the line: each reads its device's ISR, by an exit to
  /// userspace (Linux drivers/virtio/virtio_pci_common.c, vp_interrupt; kernel/irq/handle.c calls all of a
  /// shared line).
  void service(vcpu::Vcpu& vcpu) override;
  void end(vcpu::Vcpu& vcpu) override;

 private:
  host::Host& host_;
  vcpu::Vcpu& target_;
  vcpu::Vector vector_;
  std::vector<IntxPin*> pins_;
  bool is_in_service_ = false;  ///< remote IRR
};

}  // namespace kickpath::notify
