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

/// Polling in the guest before HLT (Linux drivers/cpuidle/governors/haltpoll.c). Where it is on, the guest
/// tells KVM not to poll (MSR_KVM_POLL_CONTROL; arch/x86/kernel/kvm.c arch_haltpoll_enable).
struct GuestHaltPollSpec {
  Duration max{};     ///< haltpoll.guest_halt_poll_ns (200 us where the governor is used); 0: off
  unsigned grow = 2;  ///< guest_halt_poll_grow
  Duration grow_start{50'000'000};  ///< guest_halt_poll_grow_start
  unsigned shrink = 2;              ///< guest_halt_poll_shrink; 0: falls to 0 at once
  bool allow_shrink = true;         ///< guest_halt_poll_allow_shrink
};

/// Pause-loop exiting: a guest that spins with PAUSE for a window leaves, and KVM yields to another vcpu
/// (Linux arch/x86/kvm/vmx/vmx.c handle_pause; the window is reset when the vcpu is scheduled in,
/// ple_window_shrink 0).
struct PauseLoopSpec {
  Duration window{};  ///< ple_window (4096 cycles); 0: the processor has none, or it is off
  unsigned grow = 2;  ///< ple_window_grow, at each exit; 1: stays
};

struct VcpuSpec {
  bool apicv = false;   ///< virtualised APIC: posted interrupts, EOI without exit
  bool avic = false;    ///< AMD's: doorbells instead of notification vectors; EOI without exit
  bool pv_eoi = false;  ///< without either: the guest ends most interrupts in memory (KVM_FEATURE_PV_EOI)
  bool pv_sched_yield =
      false;  ///< a sender of IPIs yields to a preempted receiver (KVM_FEATURE_PV_SCHED_YIELD)
  HaltPollSpec halt_poll;
  GuestHaltPollSpec guest_halt_poll;
  PauseLoopSpec pause_loop;
  int nice = 0;  ///< of the vcpu threads
};

}  // namespace kickpath::vcpu
