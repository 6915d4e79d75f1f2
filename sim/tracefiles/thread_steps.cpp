#include "tracefiles/thread_steps.hpp"

namespace kickpath::tracefiles {

namespace {

/// The local APIC (EOI, ICR) and the I/O APIC are MMIO too, at 0xfee00000 and 0xfec00000 (Intel SDM vol.
/// 3, 12.4.1; 82093AA).
bool is_apic(std::uint64_t address) {
  return (address & ~0xfffull) == 0xfee00000 || (address & ~0xfffull) == 0xfec00000;
}

/// After a task that blocks there is no telling cost from waiting.
Step step_of_running(const Participant& next, const TraceEvent& event) {
  const bool is_on_waker = next.waker_cpu == event.cpu;
  if (event.previous.is_idle()) return is_on_waker ? Step::runs_after_sleep : Step::runs_from_idle;
  if (!event.is_preempted || !next.waker_cpu) return Step::runs_after_sleep;
  return is_on_waker ? Step::runs_on_waker : Step::runs_on_other;
}

Step step_of_wakeup(const TraceEvent& event) {
  if (event.cpu != event.target_cpu) return Step::wakeup_elsewhere;
  return event.thread.is_idle() ? Step::wakeup_on_idle : Step::wakeup_here;
}

}  // namespace

void ThreadSteps::feed(const TraceEvent& event) {
  switch (event.kind) {
    case EventKind::sched_waking:
      return feed_waking(event);
    case EventKind::sched_wakeup:
      return feed_wakeup(event);
    case EventKind::sched_switch:
      return feed_switch(event);
    case EventKind::kvm_msi_set_irq:
      return raise(event);
    case EventKind::kvm_vcpu_wakeup:
      return end_halt(event);
    case EventKind::kvm_eoi:
      return write_eoi(event);
    default:
      return feed_vcpu(event);
  }
}

void ThreadSteps::feed_vcpu(const TraceEvent& event) {
  if (event.kind == EventKind::kvm_apic_accept_irq || event.kind == EventKind::kvm_inj_virq ||
      event.kind == EventKind::kvm_halt_poll_ns)
    return;
  Participant& vcpu = participants_.vcpu(event.thread);
  const bool is_kick = event.is_write && !is_apic(event.address);
  if (event.kind == EventKind::kvm_pio && is_kick) return kick(vcpu, Step::kicks_pio);
  if (event.kind == EventKind::kvm_mmio && is_kick) return kick(vcpu, Step::kicks_mmio);
  if (event.kind == EventKind::kvm_fast_mmio && is_kick) return kick(vcpu, Step::kicks_fast_mmio);
  if (event.kind == EventKind::kvm_pio || event.kind == EventKind::kvm_mmio) return;
  vcpu.has_signalled = false;
  vcpu.woken.reset();
  if (event.kind == EventKind::kvm_userspace_exit)
    return step(vcpu, event.reason.starts_with("KVM_EXIT_") ? Step::leaves_to_user : Step::is_delayed);
  if (event.has_apic_id) vcpu.apic_id = event.apic_id;
  step(vcpu, event.kind == EventKind::kvm_entry ? Step::enters : Step::exits);
}

void ThreadSteps::kick(Participant& vcpu, Step what) {
  vcpu.has_signalled = true;
  vcpu.is_interrupt_unanswered = false;  // where EOI does not exit, a kick is the sign that the guest went on
  step(vcpu, what);
}

void ThreadSteps::end_halt(const TraceEvent& event) {
  Participant& vcpu = participants_.vcpu(event.thread);
  if (!event.is_valid) return step(vcpu, Step::is_delayed);
  step(vcpu, event.has_polled ? Step::wakes_from_poll : Step::wakes_from_block);
}

// kvm_pvm fires it twice for one interrupt, the second time with vector -1.
void ThreadSteps::write_eoi(const TraceEvent& event) {
  Participant& vcpu = participants_.vcpu(event.thread);
  vcpu.apic_id = event.apic_id;
  if (event.vector < 0) return;
  vcpu.is_interrupt_unanswered = false;
  step(vcpu, Step::writes_eoi);
}

void ThreadSteps::raise(const TraceEvent& event) {
  if (event.thread.is_idle() || event.is_in_interrupt) return;
  Participant& server = participants_.server(event.thread);
  server.has_signalled = true;
  step(server, Step::raises);
  if (Participant* vcpu = participants_.target_of(server, event.apic_id)) interrupt(*vcpu);
}

void ThreadSteps::interrupt(Participant& vcpu) {
  step(vcpu, vcpu.is_interrupt_unanswered ? Step::is_interrupted_again : Step::is_interrupted);
  vcpu.is_interrupt_unanswered = true;
  if (vcpu.whereabouts == Whereabouts::preempted) vcpu.was_interrupted_while_out = true;
}

/// A vcpu that kicked wakes a server; a server that raised wakes a vcpu.
bool ThreadSteps::is_link(const Participant& waker, ThreadId wakee) {
  const Participant* known = participants_.find(wakee);
  const Role role = known ? known->role : Role::server;
  return (waker.has_signalled || waker.woken == wakee) && role != waker.role;
}

/// Whether the event's own thread woke `other`, because of a kick or an interrupt.
bool ThreadSteps::link(const TraceEvent& event, Step own) {
  Participant* waker = participants_.find(event.thread);
  if (!waker) return false;
  if (event.is_in_interrupt || !is_link(*waker, event.other)) {
    step(*waker, Step::is_delayed);
    return false;
  }
  const ThreadId vcpu = waker->role == Role::vcpu ? waker->thread : event.other;
  step(*waker, own);
  waker->has_signalled = false;
  waker->woken = event.other;
  participants_.server(waker->role == Role::vcpu ? event.other : waker->thread).add_peer(vcpu);
  return true;
}

void ThreadSteps::feed_waking(const TraceEvent& event) {
  const bool is_linked = link(event, Step::wakes);
  Participant* wakee = participants_.find(event.other);
  if (!wakee) return;
  wakee->waker_cpu.reset();
  wakee->was_woken();
  if (is_linked) wakee->waker_cpu = event.cpu;
  step(*wakee, is_linked ? Step::waking : Step::waking_otherwise);
}

// On the target cpu it fires in the interrupt that the waker sent; only then has the running thread nothing
// to do with it.
void ThreadSteps::feed_wakeup(const TraceEvent& event) {
  const bool is_linked = !event.thread.is_idle() && link(event, Step::enqueues);
  Participant* wakee = participants_.find(event.other);
  if (!wakee) return;
  wakee->was_woken();
  if (is_linked) {
    wakee->waker_cpu = event.cpu;
    participants_.find(event.thread)->woken.reset();
  }
  step(*wakee, step_of_wakeup(event));
}

void ThreadSteps::feed_switch(const TraceEvent& event) {
  Participant* previous = event.previous.is_idle() ? nullptr : participants_.find(event.previous);
  Participant* next = event.other.is_idle() ? nullptr : participants_.find(event.other);
  if (previous) switch_out(*previous, event.is_preempted);
  if (next) switch_in(*next, event);
}

void ThreadSteps::switch_out(Participant& previous, bool is_preempted) {
  previous.has_signalled = false;
  previous.woken.reset();
  previous.waker_cpu.reset();
  previous.whereabouts = is_preempted ? Whereabouts::preempted : Whereabouts::asleep;
  previous.was_interrupted_while_out = false;
  step(previous, is_preempted ? Step::is_preempted : Step::sleeps);
}

void ThreadSteps::switch_in(Participant& next, const TraceEvent& event) {
  Step what = next.was_interrupted_while_out ? Step::resumes_interrupted : Step::resumes;
  if (next.whereabouts == Whereabouts::asleep) what = step_of_running(next, event);
  if (next.whereabouts == Whereabouts::unknown) what = Step::runs_after_sleep;
  next.whereabouts = Whereabouts::running;
  next.waker_cpu.reset();
  step(next, what);
}

}  // namespace kickpath::tracefiles
