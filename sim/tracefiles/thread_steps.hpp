#pragma once
#include <functional>

#include "tracefiles/participants.hpp"

namespace kickpath::tracefiles {

/// Turns events into the steps of threads: who is a vcpu, who serves whom, whom an interrupt meets, why a
/// task was not running.
class ThreadSteps {
 public:
  using Sink = std::function<void(const Participant&, Step)>;

  explicit ThreadSteps(Sink sink) : sink_(std::move(sink)) {}

  /// `event` is no EventKind::lost.
  void feed(const TraceEvent& event);

  /// What was seen of threads may have changed.
  void forget() { participants_.forget(); }

 private:
  void feed_vcpu(const TraceEvent& event);
  void kick(Participant& vcpu, Step what);
  void end_halt(const TraceEvent& event);
  void write_eoi(const TraceEvent& event);
  void raise(const TraceEvent& event);
  void interrupt(Participant& vcpu);
  bool is_link(const Participant& waker, ThreadId wakee);
  bool link(const TraceEvent& event, Step own);
  void feed_waking(const TraceEvent& event);
  void feed_wakeup(const TraceEvent& event);
  void feed_switch(const TraceEvent& event);
  void switch_out(Participant& previous, bool is_preempted);
  void switch_in(Participant& next, const TraceEvent& event);
  void step(const Participant& who, Step what) { sink_(who, what); }

  Sink sink_;
  Participants participants_;
};

}  // namespace kickpath::tracefiles
