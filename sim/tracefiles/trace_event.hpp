#pragma once
#include <cstdint>
#include <string>

#include "time/duration.hpp"
#include "tracefiles/event_kind.hpp"

/// One event, wherever it comes from: a file, or the simulator's probes.
namespace kickpath::tracefiles {

/// A host thread (Linux: pid). The idle tasks of all cpus share number 0.
struct ThreadId {
  std::int32_t value = 0;
  constexpr bool is_idle() const { return value == 0; }
  friend constexpr auto operator<=>(ThreadId, ThreadId) = default;
};

using Cpu = std::int32_t;

/// Beyond the first six, each kind fills the members that name it.
struct TraceEvent {
  EventKind kind = EventKind::lost;
  Instant date{};  ///< from any origin; only differences count
  Cpu cpu = 0;
  ThreadId thread;  ///< that ran when the event fired
  std::string comm{};
  bool is_in_interrupt = false;  ///< fired in a hard or soft interrupt, as far as the text tells

  ThreadId other{};              ///< sched_waking, sched_wakeup: who is woken; sched_switch: who runs next
  Cpu target_cpu = 0;            ///< sched_waking (where it last ran), sched_wakeup (where it is put)
  ThreadId previous{};           ///< sched_switch
  bool is_preempted = false;     ///< sched_switch: previous did not block (state R)
  bool is_write = false;         ///< kvm_pio, kvm_mmio
  std::uint64_t address = 0;     ///< kvm_pio, kvm_mmio, kvm_fast_mmio
  std::uint32_t apic_id = 0;     ///< kvm_msi_set_irq, kvm_apic_accept_irq, kvm_eoi, kvm_entry, kvm_exit
  bool has_apic_id = false;      ///< old kernels do not tell it in kvm_exit
  std::int32_t vector = 0;       ///< kvm_apic_accept_irq, kvm_inj_virq, kvm_eoi (-1: none was in service)
  bool has_polled = false;       ///< kvm_vcpu_wakeup: the halt poll saw the event
  bool is_valid = false;         ///< kvm_vcpu_wakeup: an event ended the halt
  Duration length{};             ///< kvm_vcpu_wakeup: of the halt; kvm_halt_poll_ns: the new window
  std::string reason{};          ///< kvm_exit, kvm_userspace_exit
  std::uint64_t lost_count = 0;  ///< lost; 0 if the text does not tell
};

}  // namespace kickpath::tracefiles
