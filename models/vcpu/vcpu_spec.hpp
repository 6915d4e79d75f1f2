#pragma once
#include "time/duration.hpp"

/// How KVM runs the vcpus of a VM.
namespace kickpath::vcpu {

/// Host halt polling (Linux virt/kvm/kvm_main.c, kvm_vcpu_halt): how long KVM waits busily for an interrupt
/// before it blocks.
struct HaltPollSpec {
  Duration max{200'000'000};        ///< kvm.halt_poll_ns, or KVM_CAP_HALT_POLL of the VM; 0 turns it off
  unsigned grow = 2;                ///< halt_poll_ns_grow; 0: never grows
  Duration grow_start{10'000'000};  ///< halt_poll_ns_grow_start
  unsigned shrink = 2;              ///< halt_poll_ns_shrink (2 from Linux 6.12, 0 before: falls to 0 at once)
};

struct VcpuSpec {
  bool apicv = false;  ///< virtualised APIC: posted interrupts, EOI without exit
  HaltPollSpec halt_poll;
  int nice = 0;  ///< of the vcpu threads
};

}  // namespace kickpath::vcpu
