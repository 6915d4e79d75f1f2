#pragma once
#include <string>
#include <utility>

#include "trace/timeline_pen.hpp"

namespace kickpath::trace {

/// A thread's track. What it does is shown while it is on a core.
class ThreadTrack {
 public:
  ThreadTrack(TimelinePen& pen, TrackId track, const std::string& name);

  TrackId track() const { return track_; }
  /// Of its slices on a core's track; of the instant that says that it is being woken.
  NameId on_core() const { return on_core_; }
  NameId waking() const { return waking_; }

  /// What it does from now on, instead of what it did. Before it enters a core for the first time, too.
  void does(NameId what);

  void enters_core();
  void leaves_core();
  /// It wants a core, has none, and is shown as that until it enters one.
  void waits(NameId as);

 private:
  TimelinePen& pen_;
  TrackId track_;
  NameId on_core_, waking_;
  NameId doing_{};
  bool is_on_core_ = false;
  bool is_waiting_ = false;
};

}  // namespace kickpath::trace
