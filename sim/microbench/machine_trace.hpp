#pragma once
#include <functional>
#include <unordered_map>

#include "tracefiles/trace_event.hpp"
#include "vm/machine.hpp"

namespace kickpath::microbench {

/// A machine's probes as the events that a trace of a real host would hold: same kinds, same threads, same
/// order.
///
/// sched_wakeup is left out: where it fires on a real host (here, or over there after the idle exit) depends
/// on caches.
class MachineTrace {
 public:
  using Sink = std::function<void(const tracefiles::TraceEvent&)>;

  MachineTrace(engine::Simulation& simulation, vm::Machine& machine, Sink sink);
  MachineTrace(const MachineTrace&) = delete;
  MachineTrace& operator=(const MachineTrace&) = delete;

 private:
  void listen_to_host(vm::Machine& machine);
  void listen_to_vcpus(vm::Machine& machine);

  tracefiles::ThreadId thread_of(const host::Task* task);
  tracefiles::TraceEvent event(tracefiles::EventKind kind, const host::Task& by);
  tracefiles::TraceEvent event(tracefiles::EventKind kind, const vcpu::Vcpu& vcpu);
  void note_exit(const vcpu::Vcpu& vcpu, vcpu::ExitKind kind);
  void note_io(const vcpu::Vcpu& vcpu, vcpu::ExitKind kind);

  engine::Simulation& simulation_;
  host::Host& host_;
  Sink sink_;
  std::unordered_map<const host::Task*, std::int32_t> threads_;
};

}  // namespace kickpath::microbench
