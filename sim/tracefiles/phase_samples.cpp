#include "tracefiles/phase_samples.hpp"

#include <fmt/format.h>

namespace kickpath::tracefiles {

namespace {

/// "kvm_pio, kvm_mmio or kvm_fast_mmio"; with systems "kvm:kvm_pio,kvm:kvm_mmio,…", as perf takes them.
std::string names_of(EventKinds kinds) {
  std::string names;
  for (const EventName& entry : event_names) {
    if (!has(kinds, entry.kind)) continue;
    if (!names.empty()) names += " or ";
    names += entry.name;
  }
  return names;
}

std::string options_of(EventKinds kinds) {
  std::string options;
  for (const EventName& entry : event_names)
    if (has(kinds, entry.kind))
      options += fmt::format("{}{}:{}", options.empty() ? "" : ",", entry.system, entry.name);
  return options;
}

}  // namespace

void PhaseCollector::feed(const TraceEvent& event) {
  seen_ = seen_ | event.kind;
  finder_.feed(event);
}

std::string PhaseCollector::why_missing(const Phase& phase) const {
  for (const EventKinds needed : {phase.begins_with, phase.ends_with})
    if ((needed & seen_) == 0)
      return fmt::format("the trace has no {} events: record with -e {} (or this host never fires them)",
                         names_of(needed), options_of(needed));
  return "the trace has the events, but this never happened between them";
}

std::vector<PhaseSamples> PhaseCollector::samples() const {
  std::vector<PhaseSamples> samples;
  for (std::size_t i = 0; i < phases().size(); ++i) {
    samples.push_back({phases()[i].name, ns_[i], ""});
    if (ns_[i].empty()) samples.back().missing = why_missing(phases()[i]);
  }
  return samples;
}

}  // namespace kickpath::tracefiles
