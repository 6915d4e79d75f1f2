#pragma once
#include <fmt/format.h>
#include <sstream>

#include "events.hpp"
#include "tracefiles/read_trace.hpp"

namespace kickpath::tracefiles::testing {

struct Reading {
  TraceFacts facts;
  std::string errors;
  Samples samples;
  std::vector<TraceEvent> events;
};

inline Reading read(const std::string& text, const TraceOptions& options = {}) {
  Reading reading;
  PhaseCollector collector;
  config::Errors errors;
  std::istringstream in{text};
  const auto sink = [&](const TraceEvent& one) {
    collector.feed(one);
    reading.events.push_back(one);
  };
  reading.facts = read_trace(in, "t.txt", options, sink, errors);
  reading.errors = errors.format();
  reading.samples = samples_of(collector);
  return reading;
}

/// tracefs text as perf script would print it.
inline std::string as_perf(const std::string& text) {
  std::string converted, line;
  for (std::istringstream in{text}; std::getline(in, line);) {
    const auto head = read_head(line);
    if (!head) continue;
    const char* system = head->event.starts_with("sched") ? "sched" : "kvm";
    converted +=
        fmt::format("{:>16} {:5} [{:03}] {:>12}: {:>30}:{}\n", head->comm, head->thread.value, head->cpu,
                    head->time, fmt::format("{}:{}", system, head->event), head->arguments);
  }
  return converted;
}

/// One request on a host where kvm_entry and kvm_exit never fire: kick, wake-up of an idle core, halt poll,
/// EOI, next kick.
inline const std::string one_request =
    R"(# tracer: nop
#
# entries-in-buffer/entries-written: 10/10   #P:2
#
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
              mv-20      [000] .....   100.000000: kvm_mmio: mmio write len 4 gpa 0xd0000000 val 0x0
              mv-20      [000] d..5.   100.000002: sched_waking: comm=vm0 io pid=21 prio=120 target_cpu=001
          <idle>-0       [001] dNh2.   100.000020: sched_wakeup: comm=vm0 io pid=21 prio=120 target_cpu=001
          <idle>-0       [001] d..2.   100.000023: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=vm0 io next_pid=21 next_prio=120
          vm0 io-21      [001] d..1.   100.000033: kvm_msi_set_irq: dst 0 vec 64 (Fixed|physical|edge)
              mv-20      [000] .....   100.000034: kvm_vcpu_wakeup: poll time 13830 ns, polling valid
          vm0 io-21      [001] d..2.   100.000037: sched_switch: prev_comm=vm0 io prev_pid=21 prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120
              mv-20      [000] .....   100.000040: kvm_eoi: apicid 0 vector 64
              mv-20      [000] .....   100.000045: kvm_eoi: apicid 0 vector -1
              mv-20      [000] .....   100.000061: kvm_mmio: mmio write len 4 gpa 0xd0000000 val 0x0
)";

inline const Samples phases_of_one_request{
    {"kick.to_waking", {2 - 0}},
    {"server_waking.to_wakeup.idle_core", {20 - 2}},
    {"server_waking.to_switch.idle_core", {23 - 2}},
    {"server_wakeup.to_switch.idle_core", {23 - 20}},
    {"switch.to_interrupt", {33 - 23}},
    {"interrupt.to_vcpu_wakeup.polling", {34 - 33}},
    {"interrupt.to_sleep", {37 - 33}},
    {"vcpu_wakeup.to_eoi", {40 - 34}},
    {"eoi.to_kick", {61 - 40}},
};

}  // namespace kickpath::tracefiles::testing
