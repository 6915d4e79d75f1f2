#include "microbench/machine_trace.hpp"

#include <utility>

namespace kickpath::microbench {

using tracefiles::EventKind;
using tracefiles::ThreadId;
using tracefiles::TraceEvent;

MachineTrace::MachineTrace(engine::Simulation& simulation, vm::Machine& machine, Sink sink)
    : simulation_(simulation), host_(machine.host()), sink_(std::move(sink)) {
  listen_to_host(machine);
  listen_to_vcpus(machine);
}

void MachineTrace::listen_to_host(vm::Machine& machine) {
  host::Probes& probes = machine.host().probes;
  probes.sched_waking.subscribe([this](host::Task& wakee, host::Task* waker) {
    TraceEvent waking = event(EventKind::sched_waking, waker == nullptr ? wakee : *waker);
    waking.is_in_interrupt = waker == nullptr;
    waking.other = thread_of(&wakee);
    sink_(waking);
  });
  probes.sched_switch.subscribe([this](CoreId core, host::Task* before, host::Task* next) {
    TraceEvent change;
    change.kind = EventKind::sched_switch;
    change.date = simulation_.now();
    change.cpu = static_cast<tracefiles::Cpu>(core.value);
    change.thread = change.previous = thread_of(before);
    change.other = thread_of(next);
    change.is_preempted = before != nullptr && before->entity.on_queue;
    sink_(change);
  });
}

void MachineTrace::listen_to_vcpus(vm::Machine& machine) {
  vcpu::Probes& probes = machine.probes().vcpu;
  probes.kvm_exit.subscribe([this](const vcpu::Vcpu& vcpu, vcpu::ExitKind kind) { note_exit(vcpu, kind); });
  probes.kvm_io.subscribe([this](const vcpu::Vcpu& vcpu, vcpu::ExitKind kind) { note_io(vcpu, kind); });
  probes.kvm_entry.subscribe([this](const vcpu::Vcpu& vcpu) { sink_(event(EventKind::kvm_entry, vcpu)); });
  probes.kvm_userspace_exit.subscribe([this](const vcpu::Vcpu& vcpu) {
    TraceEvent exit = event(EventKind::kvm_userspace_exit, vcpu);
    exit.reason = "KVM_EXIT_IO";
    sink_(exit);
  });
  // On a real host the interrupt's message comes from the sender's thread, which here runs while the LAPIC
  // takes it.
  probes.kvm_apic_accept_irq.subscribe([this](const vcpu::Vcpu& vcpu, vcpu::Vector) {
    const host::Task* sender = nullptr;
    for (std::uint32_t core = 0; core < host_.core_count() && sender == nullptr; ++core)
      if (const host::Task* task = host_.core(CoreId{core}).current();
          task != nullptr && !task->spec().is_vcpu)
        sender = task;
    if (sender == nullptr) return;  // the guest's own timer
    TraceEvent message = event(EventKind::kvm_msi_set_irq, *sender);
    message.apic_id = event(EventKind::kvm_entry, vcpu).apic_id;
    sink_(message);
  });
  probes.kvm_vcpu_wakeup.subscribe([this](const vcpu::Vcpu& vcpu, Duration halted, bool was_polling) {
    TraceEvent wakeup = event(EventKind::kvm_vcpu_wakeup, vcpu);
    wakeup.length = halted;
    wakeup.has_polled = was_polling;
    wakeup.is_valid = true;
    sink_(wakeup);
  });
}

// Idle is 0, as in Linux; the others are numbered as they come.
ThreadId MachineTrace::thread_of(const host::Task* task) {
  if (task == nullptr) return {0};
  const auto next = static_cast<std::int32_t>(threads_.size()) + 1;
  return {threads_.try_emplace(task, next).first->second};
}

TraceEvent MachineTrace::event(EventKind kind, const host::Task& by) {
  TraceEvent event;
  event.kind = kind;
  event.date = simulation_.now();
  event.cpu = static_cast<tracefiles::Cpu>(by.core().value);
  event.thread = thread_of(&by);
  return event;
}

TraceEvent MachineTrace::event(EventKind kind, const vcpu::Vcpu& vcpu) {
  TraceEvent of_vcpu = event(kind, vcpu.task());
  of_vcpu.apic_id = static_cast<std::uint32_t>(of_vcpu.thread.value);  // one vcpu a VM would share id 0
  of_vcpu.has_apic_id = true;
  return of_vcpu;
}

void MachineTrace::note_exit(const vcpu::Vcpu& vcpu, vcpu::ExitKind kind) {
  if (kind != vcpu::ExitKind::eoi) return sink_(event(EventKind::kvm_exit, vcpu));
  TraceEvent eoi = event(EventKind::kvm_eoi, vcpu);
  eoi.vector = 1;
  sink_(eoi);
}

void MachineTrace::note_io(const vcpu::Vcpu& vcpu, vcpu::ExitKind kind) {
  const EventKind io = kind == vcpu::ExitKind::mmio            ? EventKind::kvm_mmio
                       : kind == vcpu::ExitKind::mmio_wildcard ? EventKind::kvm_fast_mmio
                       : kind == vcpu::ExitKind::pio           ? EventKind::kvm_pio
                                                               : EventKind::lost;
  if (io == EventKind::lost) return;  // the timer's MSR is no kick
  TraceEvent kick = event(io, vcpu);
  kick.is_write = true;
  kick.address = 0x1000;
  sink_(kick);
}

}  // namespace kickpath::microbench
