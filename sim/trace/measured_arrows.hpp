#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "trace/timeline_pen.hpp"
#include "tracefiles/trace_event.hpp"

namespace kickpath::trace {

/// The arrows of kicks in a measured trace, which does not say to which queue one belongs: from the vcpu that
/// wakes somebody, since its last kick, to who is woken, to the interrupt that that one sends, to the vcpu
/// that takes it. Where no such event comes (the guest polls, the interrupt is posted, the trace was recorded
/// without them), it ends where that vcpu wakes the same one again.
class MeasuredArrows {
 public:
  explicit MeasuredArrows(TimelinePen& pen) : pen_(pen), name_(pen.legend().name("kick", "kick")) {}

  using Thread = tracefiles::ThreadId;

  void kicks(Thread vcpu);
  void wakes(Thread waker, Thread wakee, TrackId waker_track);
  void runs(Thread thread, TrackId track);
  void sends_interrupt(Thread sender, TrackId track);
  void takes_interrupt(Thread vcpu, TrackId track);

 private:
  struct Arrow {
    std::uint64_t number;
    Thread vcpu, server;
    bool has_run = false;
    bool has_answered = false;
  };

  void step(RecordKind kind, const Arrow& arrow, TrackId track) {
    pen_.flow(kind, track, name_, arrow.number);
  }
  /// Those that `is_over` says.
  template <class IsOver>
  void end(IsOver is_over, TrackId track) {
    const auto ends = [&](const Arrow& arrow) {
      if (!is_over(arrow)) return false;
      step(RecordKind::flow_ends, arrow, track);
      return true;
    };
    arrows_.erase(std::remove_if(arrows_.begin(), arrows_.end(), ends), arrows_.end());
  }

  TimelinePen& pen_;
  NameId name_;
  std::uint64_t next_ = 1;
  std::vector<Thread> kicking_;  ///< vcpus that have woken nobody since they kicked
  std::vector<Arrow> arrows_;    ///< under way
};

}  // namespace kickpath::trace
