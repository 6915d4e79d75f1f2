#include "vmm/exit_text.hpp"

#include <catch2/catch.hpp>

using kickpath::vmm::describe_exit;

namespace {

kvm_run exit_of(std::uint32_t reason) {
  kvm_run run{};
  run.exit_reason = reason;
  return run;
}

}  // namespace

TEST_CASE("An access to a port is told with direction, size and port") {
  kvm_run run = exit_of(KVM_EXIT_IO);
  run.io.direction = KVM_EXIT_IO_OUT;
  run.io.size = 4;
  run.io.port = 0xf4;
  CHECK(describe_exit(run) == "KVM_EXIT_IO (out of 4 bytes at port 0xf4)");
  run.io.direction = KVM_EXIT_IO_IN;
  CHECK(describe_exit(run) == "KVM_EXIT_IO (in of 4 bytes at port 0xf4)");
}

TEST_CASE("An access to a place without memory is told with direction, size and address") {
  kvm_run run = exit_of(KVM_EXIT_MMIO);
  run.mmio.phys_addr = 0xd0000000;
  run.mmio.len = 4;
  run.mmio.is_write = 1;
  CHECK(describe_exit(run) == "KVM_EXIT_MMIO (write of 4 bytes at 0xd0000000)");
  run.mmio.is_write = 0;
  CHECK(describe_exit(run) == "KVM_EXIT_MMIO (read of 4 bytes at 0xd0000000)");
}

TEST_CASE("The ends of a VM are told with what KVM says of them") {
  CHECK(describe_exit(exit_of(KVM_EXIT_SHUTDOWN)) == "KVM_EXIT_SHUTDOWN (triple fault)");
  kvm_run run = exit_of(KVM_EXIT_FAIL_ENTRY);
  run.fail_entry.hardware_entry_failure_reason = 0x80000021;
  CHECK(describe_exit(run) == "KVM_EXIT_FAIL_ENTRY (hardware reason 0x80000021)");
  run = exit_of(KVM_EXIT_INTERNAL_ERROR);
  run.internal.suberror = KVM_INTERNAL_ERROR_EMULATION;
  run.internal.ndata = 2;
  run.internal.data[0] = 0xf4;
  run.internal.data[1] = 0x10;
  CHECK(describe_exit(run) == "KVM_EXIT_INTERNAL_ERROR (suberror 1, 2 words: 0xf4 0x10)");
}

TEST_CASE("Any other exit is told by its number") { CHECK(describe_exit(exit_of(999)) == "exit reason 999"); }
