#pragma once
#include <vector>

#include "measure/bench.hpp"
#include "measure/kvm_host.hpp"
#include "notify/notify_spec.hpp"

namespace kickpath::measure {

/// What the vcpu does when the interrupt is sent.
enum class Target {
  guest_mode,    ///< spins in ring 3
  halt_polling,  ///< halted; KVM polls for it
  blocked        ///< halted; its thread sleeps
};

/// One interrupt by its dates; all begin with the sender's call.
struct Delivery {
  Samples sender;   ///< until the call has returned
  Samples handler;  ///< until the handler's first look at the counter
  Samples seen;     ///< until ring 3 knows: handler, EOI and return are within
  // To a vcpu on the sender's own core:
  Samples preempted;  ///< 1: the vcpu ran before the call returned
  Samples
      handler_after_sender;  ///< of the others: the call returned -> the handler's first look at the counter
};

/// Interrupts sent from `sender` to a vcpu on `vcpu`, one at a time. The target's state is verified for each,
/// before and after; what was not as asked does not count, and the note says how many that were. Throws
/// std::runtime_error where guest and host do not share a counter.
Delivery deliver_interrupts(Bench& bench, const KvmHost& host, Target target, notify::InterruptPathKind path,
                            CoreId sender, CoreId vcpu);

}  // namespace kickpath::measure
