#include "tracefiles/phase_finder.hpp"

namespace kickpath::tracefiles {

PhaseFinder::PhaseFinder(Sink sink)
    : sink_(std::move(sink)), steps_([this](const Participant& who, Step step) { take_step(who, step); }) {}

void PhaseFinder::feed(const TraceEvent& event) {
  now_ = event.date;
  if (event.kind != EventKind::lost) return steps_.feed(event);
  threads_.clear();
  steps_.forget();
}

void PhaseFinder::take_step(const Participant& who, Step step) {
  Beginnings& beginnings = threads_[who.thread.value];
  beginnings.resize(phases().size());
  for (std::size_t i = 0; i < phases().size(); ++i)
    if (phases()[i].role == who.role) advance(i, step, who.thread, beginnings[i]);
}

void PhaseFinder::advance(std::size_t phase, Step step, ThreadId thread, std::optional<Instant>& begin) {
  const Phase& rule = phases()[phase];
  if (begin && has(rule.to, step)) sink_({phase, thread, *begin, now_});
  if (has(rule.to | rule.spoiled_by, step)) begin.reset();
  if (has(rule.from, step)) begin = now_;
}

}  // namespace kickpath::tracefiles
