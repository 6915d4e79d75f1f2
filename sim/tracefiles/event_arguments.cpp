#include "tracefiles/event_arguments.hpp"

#include "tracefiles/numbers.hpp"

// Formats: Linux include/trace/events/{sched,kvm}.h, arch/x86/kvm/trace.h; tools/lib/traceevent/plugins for
// the short forms of sched_wakeup ("comm:12 [120] CPU:001") and sched_switch ("comm:12 [120] S ==> comm:13
// [120]").
namespace kickpath::tracefiles {

namespace {

template <class T>
bool put(std::optional<T> value, T& member) {
  if (value) member = *value;
  return value.has_value();
}

/// "comm:12 [120]…": names may hold colons, numbers may not.
std::optional<std::int32_t> short_pid(std::string_view text) {
  const auto end = text.find(" [");
  if (end == text.npos) return std::nullopt;
  const std::string_view task = text.substr(0, end);
  return to_number<std::int32_t>(task.substr(task.rfind(':') + 1));
}

bool read_wake(std::string_view text, TraceEvent& event) {
  if (put(number_after<std::int32_t>(text, " pid="), event.other.value))
    return put(number_after<Cpu>(text, " target_cpu="), event.target_cpu);
  return put(short_pid(text), event.other.value) && put(number_after<Cpu>(text, " CPU:"), event.target_cpu);
}

bool is_running_state(std::string_view state) { return state.starts_with('R'); }

bool read_short_switch(std::string_view before, std::string_view after, TraceEvent& event) {
  const auto state = before.rfind("] ");
  if (state == before.npos) return false;
  event.is_preempted = is_running_state(before.substr(state + 2));
  return put(short_pid(before), event.previous.value) && put(short_pid(after), event.other.value);
}

bool read_switch(std::string_view text, TraceEvent& event) {
  constexpr std::string_view arrow = " ==> ";
  const auto middle = text.find(arrow);
  if (middle == text.npos) return false;
  const std::string_view before = text.substr(0, middle), after = text.substr(middle + arrow.size());
  constexpr std::string_view key = " prev_state=";
  const auto state = before.rfind(key);
  if (state == before.npos) return read_short_switch(before, after, event);
  event.is_preempted = is_running_state(before.substr(state + key.size()));
  return put(number_after<std::int32_t>(before, " prev_pid="), event.previous.value) &&
         put(number_after<std::int32_t>(after, " next_pid="), event.other.value);
}

bool read_io(std::string_view text, std::string_view write, std::string_view read, std::string_view address,
             TraceEvent& event) {
  event.is_write = text.starts_with(write);
  return (event.is_write || text.starts_with(read)) &&
         put(number_after<std::uint64_t>(text, address, 16), event.address);
}

bool read_halt(std::string_view text, TraceEvent& event) {
  event.has_polled = text.starts_with("poll ");
  event.is_valid = !text.ends_with(" invalid");
  std::int64_t ns = 0;
  if (!event.has_polled && !text.starts_with("wait ")) return false;
  if (!put(number_after<std::int64_t>(text, "time "), ns) || ns < 0 || ns > 9'000'000'000'000'000)
    return false;
  event.length = std::chrono::nanoseconds{ns};
  return true;
}

bool read_halt_poll(std::string_view text, TraceEvent& event) {
  std::uint32_t ns = 0;
  if (!put(number_after<std::uint32_t>(text, "halt_poll_ns "), ns)) return false;
  event.length = std::chrono::nanoseconds{ns};
  return true;
}

bool read_reason(std::string_view text, TraceEvent& event) {
  constexpr std::string_view key = "reason ";
  const auto at = text.find(key);
  if (at == text.npos) return false;
  text.remove_prefix(at + key.size());
  event.reason = take_word(text);
  return !event.reason.empty();
}

/// Hexadecimal since Linux 4.15, which shows in numbers above 9 only.
bool read_apic_id(std::string_view text, std::string_view key, TraceEvent& event) {
  return event.has_apic_id = put(number_after<std::uint32_t>(text, key, 16), event.apic_id);
}

bool read_vcpu_id(std::string_view text, TraceEvent& event) {
  return event.has_apic_id = put(number_after<std::uint32_t>(text, "vcpu "), event.apic_id);
}

bool read_injection(std::string_view text, TraceEvent& event) {
  return put(number_after<std::int32_t>(text, "IRQ 0x", 16), event.vector) ||
         put(number_after<std::int32_t>(text, "irq "), event.vector) || text.starts_with("Soft/INTn");
}

}  // namespace

bool read_arguments(std::string_view text, TraceEvent& event) {
  text = without_margin(text);
  switch (event.kind) {
    case EventKind::sched_waking:
    case EventKind::sched_wakeup:
      return read_wake(text, event);
    case EventKind::sched_switch:
      return read_switch(text, event);
    case EventKind::kvm_pio:
      return read_io(text, "pio_write", "pio_read", " at 0x", event);
    case EventKind::kvm_mmio:
      return read_io(text, "mmio write", "mmio ", " gpa 0x", event);
    case EventKind::kvm_fast_mmio:
      return event.is_write = put(number_after<std::uint64_t>(text, " gpa 0x", 16), event.address);
    case EventKind::kvm_vcpu_wakeup:
      return read_halt(text, event);
    case EventKind::kvm_halt_poll_ns:
      return read_halt_poll(text, event);
    case EventKind::kvm_userspace_exit:
      return read_reason(text, event);
    case EventKind::kvm_exit:
      read_vcpu_id(text, event);
      return read_reason(text, event);
    case EventKind::kvm_entry:
      return read_vcpu_id(text, event);
    case EventKind::kvm_msi_set_irq:
      return read_apic_id(text, "dst ", event);
    case EventKind::kvm_apic_accept_irq:
      return read_apic_id(text, "apicid ", event) &&
             put(number_after<std::int32_t>(text, " vec "), event.vector);
    case EventKind::kvm_eoi:
      return read_apic_id(text, "apicid ", event) &&
             put(number_after<std::int32_t>(text, " vector "), event.vector);
    case EventKind::kvm_inj_virq:
      return read_injection(text, event);
    case EventKind::lost:
      break;
  }
  return false;
}

}  // namespace kickpath::tracefiles
