#pragma once
#include <vector>

#include "time/duration.hpp"
#include "vmm/file_descriptor.hpp"
#include "vmm/guest_plan.hpp"
#include "vmm/guest_ram.hpp"
#include "vmm/kvm.hpp"

namespace kickpath::vmm {

/// A VM of KVM with an interrupt controller in the kernel, memory, and a message for each queue's GSI. Vcpus
/// come afterwards.
FileDescriptor create_vm(const Kvm& kvm, const GuestRam& ram, const GuestPlan& plan, Duration halt_poll);

}  // namespace kickpath::vmm
