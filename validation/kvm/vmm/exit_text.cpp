#include "vmm/exit_text.hpp"

#include <fmt/format.h>

namespace kickpath::vmm {

std::string describe_exit(const kvm_run& run) {
  switch (run.exit_reason) {
    case KVM_EXIT_IO:
      return fmt::format("KVM_EXIT_IO ({} of {} bytes at port {:#x})",
                         run.io.direction == KVM_EXIT_IO_OUT ? "out" : "in", +run.io.size, +run.io.port);
    case KVM_EXIT_MMIO:
      return fmt::format("KVM_EXIT_MMIO ({} of {} bytes at {:#x})", run.mmio.is_write != 0 ? "write" : "read",
                         +run.mmio.len, run.mmio.phys_addr);
    case KVM_EXIT_SHUTDOWN:
      return "KVM_EXIT_SHUTDOWN (triple fault)";
    case KVM_EXIT_FAIL_ENTRY:
      return fmt::format("KVM_EXIT_FAIL_ENTRY (hardware reason {:#x})",
                         run.fail_entry.hardware_entry_failure_reason);
    case KVM_EXIT_INTERNAL_ERROR:
      return fmt::format("KVM_EXIT_INTERNAL_ERROR (suberror {}, {} words: {:#x} {:#x})",
                         run.internal.suberror, run.internal.ndata, run.internal.data[0],
                         run.internal.data[1]);
    default:
      return fmt::format("exit reason {}", run.exit_reason);
  }
}

}  // namespace kickpath::vmm
