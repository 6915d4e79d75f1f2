#pragma once
#include "measure/bench.hpp"
#include "measure/kvm_host.hpp"
#include "notify/notify_spec.hpp"

/// Events that a guest times by itself, in ring 3: from its look at the counter before to its look after.
/// Each includes one read of the counter (clock.rdtscp says how much that is, on the host).
namespace kickpath::measure {

/// A kick with nobody waiting on the eventfd; of a path that returns to userspace: KVM_RUN is called again at
/// once.
Samples time_kicks(Bench& bench, const KvmHost& host, notify::KickPathKind path);

/// A write to the LAPIC's EOI register with nothing in service.
Samples time_end_of_interrupt(Bench& bench, const KvmHost& host);

/// int3, into ring 0, a test, and back by iretq.
Samples time_halt_service(Bench& bench, const KvmHost& host);

/// The same with a deadline timer that is due at once, and HLT: the timer's interrupt, its handler and EOI
/// are within.
Samples time_timed_halt(Bench& bench, const KvmHost& host);

}  // namespace kickpath::measure
