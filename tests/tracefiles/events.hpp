#pragma once
#include <map>
#include <string>
#include <vector>

#include "tracefiles/phase_samples.hpp"

/// Events as the simulator would feed them: a date in us, a cpu, the thread that runs, and what happens.
namespace kickpath::tracefiles::testing {

struct At {
  int us;
  Cpu cpu;
  int thread;
};

inline TraceEvent event(At at, EventKind kind) {
  TraceEvent made;
  made.kind = kind;
  made.date = Instant{std::chrono::microseconds{at.us}};
  made.cpu = at.cpu;
  made.thread = {at.thread};
  made.is_valid = true;
  return made;
}

inline TraceEvent kick(At at) {
  TraceEvent made = event(at, EventKind::kvm_pio);
  made.is_write = true;
  made.address = 0x400;
  return made;
}

inline TraceEvent wake(At at, EventKind kind, int who, Cpu target) {
  TraceEvent made = event(at, kind);
  made.other = {who};
  made.target_cpu = target;
  return made;
}
inline TraceEvent waking(At at, int who, Cpu target) {
  return wake(at, EventKind::sched_waking, who, target);
}
inline TraceEvent wakeup(At at, int who, Cpu target) {
  return wake(at, EventKind::sched_wakeup, who, target);
}

/// The running thread makes way for `next`.
inline TraceEvent swap(At at, char state, int next) {
  TraceEvent made = event(at, EventKind::sched_switch);
  made.previous = {at.thread};
  made.is_preempted = state == 'R';
  made.other = {next};
  return made;
}

inline TraceEvent with_apic_id(At at, EventKind kind, std::uint32_t id) {
  TraceEvent made = event(at, kind);
  made.apic_id = id;
  made.has_apic_id = true;
  made.vector = 64;
  return made;
}
inline TraceEvent raise(At at, std::uint32_t id = 0) {
  return with_apic_id(at, EventKind::kvm_msi_set_irq, id);
}
inline TraceEvent eoi(At at, std::uint32_t id = 0) { return with_apic_id(at, EventKind::kvm_eoi, id); }
inline TraceEvent enter(At at, std::uint32_t id = 0) { return with_apic_id(at, EventKind::kvm_entry, id); }
inline TraceEvent leave(At at, std::uint32_t id = 0) { return with_apic_id(at, EventKind::kvm_exit, id); }

inline TraceEvent halt_ends(At at, bool has_polled) {
  TraceEvent made = event(at, EventKind::kvm_vcpu_wakeup);
  made.has_polled = has_polled;
  return made;
}

inline TraceEvent userspace_exit(At at, const std::string& reason = "KVM_EXIT_IO") {
  TraceEvent made = event(at, EventKind::kvm_userspace_exit);
  made.reason = reason;
  return made;
}

using Samples = std::map<std::string, std::vector<double>>;  ///< us, of the phases that have any

inline Samples samples_of(const PhaseCollector& collector) {
  Samples samples;
  for (const PhaseSamples& phase : collector.samples())
    for (const double ns : phase.ns) samples[std::string{phase.name}].push_back(ns / 1000);
  return samples;
}

inline Samples samples_of(const std::vector<TraceEvent>& events) {
  PhaseCollector collector;
  for (const TraceEvent& one : events) collector.feed(one);
  return samples_of(collector);
}

}  // namespace kickpath::tracefiles::testing
