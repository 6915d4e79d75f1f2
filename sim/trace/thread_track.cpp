#include "trace/thread_track.hpp"

namespace kickpath::trace {

ThreadTrack::ThreadTrack(TimelinePen& pen, TrackId track, const std::string& name)
    : pen_(pen), track_(track), on_core_(pen.legend().name(name, "sched_switch")),
      waking_(pen.legend().name("sched_waking", "sched", {{"comm", name}})) {}

void ThreadTrack::does(NameId what) {
  if (is_on_core_) pen_.slice_ends(track_);
  doing_ = what;
  if (is_on_core_) pen_.slice_begins(track_, what);
}

void ThreadTrack::enters_core() {
  if (std::exchange(is_waiting_, false)) pen_.slice_ends(track_);
  is_on_core_ = true;
  pen_.slice_begins(track_, doing_);
}

void ThreadTrack::leaves_core() {
  if (std::exchange(is_on_core_, false)) pen_.slice_ends(track_);
}

void ThreadTrack::waits(NameId as) {
  if (is_on_core_ || std::exchange(is_waiting_, true)) return;
  pen_.slice_begins(track_, as);
}

}  // namespace kickpath::trace
