#pragma once
#include <cstdint>

#include "engine/probe.hpp"
#include "time/duration.hpp"

namespace kickpath::host {
class Task;
}

/// What can be observed of the vcpus, named as the tracepoints of Linux events/kvm.
namespace kickpath::vcpu {

class Vcpu;

enum class ExitKind : std::uint8_t {
  pio,
  mmio,
  mmio_wildcard,
  hypercall,
  msr,
  hlt,
  eoi,
  pause,              ///< a pause loop was long enough
  external_interrupt  ///< kicked out of guest mode
};

using Vector = std::uint8_t;

struct Probes {
  /// Every exit, whoever handles it.
  engine::Probe<Vcpu&, ExitKind> kvm_exit;
  /// The guest is about to run again; what is pending is injected by this entry.
  engine::Probe<Vcpu&> kvm_entry;
  /// The kernel's handler of a kick begins (kvm_pio, kvm_mmio, kvm_fast_mmio).
  engine::Probe<Vcpu&, ExitKind> kvm_io;
  /// Those of them that return to userspace (full heavyweight exits).
  engine::Probe<Vcpu&> kvm_userspace_exit;
  /// A message for this vcpu, by its sender, before the LAPIC accepts it.
  engine::Probe<Vcpu&, Vector, host::Task&> kvm_msi_set_irq;
  engine::Probe<Vcpu&, Vector> kvm_apic_accept_irq;
  engine::Probe<Vcpu&, Vector> kvm_inj_virq;
  /// The exit of an EOI has been handled: its guest goes on. (Other exits end with kvm_entry, which
  /// calibration takes for the end of a wake-up or of a kick.)
  engine::Probe<Vcpu&> kvm_eoi_handled;
  /// A halt ended after so long; the flag says whether the poll saw the event.
  engine::Probe<Vcpu&, Duration, bool> kvm_vcpu_wakeup;
};

}  // namespace kickpath::vcpu
