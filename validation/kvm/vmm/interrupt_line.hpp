#pragma once
#include <cstdint>

#include "notify/notify_spec.hpp"
#include "vmm/file_descriptor.hpp"
#include "vmm/kvm_api.hpp"

namespace kickpath::vmm {

/// How a queue's interrupts reach their vcpu: an irqfd, or an ioctl of the server.
class InterruptLine {
 public:
  /// `gsi` must be routed to the message that `vector` and `apic_id` make.
  InterruptLine(int vm, notify::InterruptPathKind kind, std::uint32_t gsi, std::uint32_t apic_id,
                unsigned vector);

  bool is_there() const { return kind_ != notify::InterruptPathKind::none; }
  /// Makes the interrupt pending; may be called by any thread.
  void raise() const;

 private:
  int vm_;
  notify::InterruptPathKind kind_;
  kvm_msi message_;
  FileDescriptor irqfd_;
};

/// Fixed delivery, edge, to one vcpu in xAPIC addressing (Intel SDM vol. 3 11.11).
kvm_msi message_to(std::uint32_t apic_id, unsigned vector);
void signal_msi(int vm, const kvm_msi& message);

}  // namespace kickpath::vmm
