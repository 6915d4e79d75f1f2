#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// The tracepoints of Linux from which phases are made, and what a reader adds to them.
namespace kickpath::tracefiles {

enum class EventKind : std::uint8_t {
  kvm_entry,
  kvm_exit,
  kvm_pio,
  kvm_mmio,
  kvm_fast_mmio,
  kvm_userspace_exit,
  kvm_msi_set_irq,
  kvm_apic_accept_irq,
  kvm_inj_virq,
  kvm_eoi,
  kvm_vcpu_wakeup,
  kvm_halt_poll_ns,
  sched_waking,
  sched_wakeup,
  sched_switch,
  lost,  ///< no event: some are missing here
};

struct EventName {
  EventKind kind;
  std::string_view system;
  std::string_view name;
};

constexpr std::array event_names{
    EventName{EventKind::kvm_entry, "kvm", "kvm_entry"},
    EventName{EventKind::kvm_exit, "kvm", "kvm_exit"},
    EventName{EventKind::kvm_pio, "kvm", "kvm_pio"},
    EventName{EventKind::kvm_mmio, "kvm", "kvm_mmio"},
    EventName{EventKind::kvm_fast_mmio, "kvm", "kvm_fast_mmio"},
    EventName{EventKind::kvm_userspace_exit, "kvm", "kvm_userspace_exit"},
    EventName{EventKind::kvm_msi_set_irq, "kvm", "kvm_msi_set_irq"},
    EventName{EventKind::kvm_apic_accept_irq, "kvm", "kvm_apic_accept_irq"},
    EventName{EventKind::kvm_inj_virq, "kvm", "kvm_inj_virq"},
    EventName{EventKind::kvm_eoi, "kvm", "kvm_eoi"},
    EventName{EventKind::kvm_vcpu_wakeup, "kvm", "kvm_vcpu_wakeup"},
    EventName{EventKind::kvm_halt_poll_ns, "kvm", "kvm_halt_poll_ns"},
    EventName{EventKind::sched_waking, "sched", "sched_waking"},
    EventName{EventKind::sched_wakeup, "sched", "sched_wakeup"},
    EventName{EventKind::sched_switch, "sched", "sched_switch"},
};

constexpr std::size_t event_kind_count = event_names.size() + 1;

constexpr std::size_t index_of(EventKind kind) { return static_cast<std::size_t>(kind); }

/// Nothing for a tracepoint that no phase needs.
std::optional<EventKind> event_kind_named(std::string_view name);

/// A set of kinds.
using EventKinds = std::uint32_t;
constexpr EventKinds operator|(EventKind a, EventKind b) {
  return EventKinds{1} << index_of(a) | EventKinds{1} << index_of(b);
}
constexpr EventKinds operator|(EventKinds a, EventKind b) { return a | EventKinds{1} << index_of(b); }
constexpr EventKinds only(EventKind kind) { return EventKinds{1} << index_of(kind); }
constexpr bool has(EventKinds kinds, EventKind kind) { return (kinds & only(kind)) != 0; }

}  // namespace kickpath::tracefiles
