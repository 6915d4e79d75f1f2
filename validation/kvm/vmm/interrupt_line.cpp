#include "vmm/interrupt_line.hpp"

#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "protocol/address_map.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

using notify::InterruptPathKind;

kvm_msi message_to(std::uint32_t apic_id, unsigned vector) {
  kvm_msi message{};
  message.address_lo = static_cast<std::uint32_t>(protocol::lapic) | apic_id << 12;
  message.data = vector;
  return message;
}

// 0: the vcpu did not take it (Linux v6.6 virt/kvm/irqchip.c kvm_send_userspace_msi); its LAPIC is always on
// here, so it was pending there already.
void signal_msi(int vm, const kvm_msi& message) {
  checked(ioctl(vm, KVM_SIGNAL_MSI, &message), "KVM_SIGNAL_MSI");
}

InterruptLine::InterruptLine(int vm, InterruptPathKind kind, std::uint32_t gsi, std::uint32_t apic_id,
                             unsigned vector)
    : vm_(vm), kind_(kind), message_(message_to(apic_id, vector)) {
  if (kind != InterruptPathKind::irqfd) return;
  irqfd_ = FileDescriptor{checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")};
  kvm_irqfd request{};
  request.fd = static_cast<std::uint32_t>(irqfd_.get());
  request.gsi = gsi;
  checked(ioctl(vm, KVM_IRQFD, &request), "KVM_IRQFD");
}

void InterruptLine::raise() const {
  switch (kind_) {
    case InterruptPathKind::none:
      return;
    case InterruptPathKind::ioctl:
      return signal_msi(vm_, message_);
    case InterruptPathKind::irqfd:
      const std::uint64_t one = 1;
      checked(write(irqfd_.get(), &one, sizeof one), "write to an irqfd");
  }
}

}  // namespace kickpath::vmm
