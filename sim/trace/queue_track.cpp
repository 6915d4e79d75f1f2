#include "trace/queue_track.hpp"

#include <algorithm>

namespace kickpath::trace {

QueueTrack::QueueTrack(const Parts& parts, std::uint64_t& next_arrow)
    : parts_(parts), next_arrow_(next_arrow), track_(parts.pen.legend().add_track(parts.process, parts.name)),
      in_flight_(parts.pen.legend().name("in flight", "virtqueue")),
      ring_(parts.pen.legend().counter(parts.name + " ring", {"available", "taken", "used"})),
      arrow_(parts.pen.legend().name("kick", "kick")) {}

void QueueTrack::count() { parts_.pen.counter(track_, ring_, {available_, taken_, used_}); }

void QueueTrack::posted() {
  if (is_empty()) parts_.pen.slice_begins(track_, in_flight_);
  ++available_;
  count();
}

void QueueTrack::popped() {
  --available_;
  ++taken_;
  count();
}

void QueueTrack::pushed() {
  for (Arrow& arrow : arrows_) {
    if (arrow.is_completed) continue;
    arrow.is_completed = true;
    arrow.woken = nullptr;
    step(RecordKind::flow_steps, arrow, track_);
  }
  --taken_;
  ++used_;
  count();
}

// Whoever polls the ring needs no interrupt.
void QueueTrack::reaped() {
  end_completed();
  --used_;
  count();
  if (is_empty()) parts_.pen.slice_ends(track_);
}

void QueueTrack::cancelled() {
  for (const Arrow& arrow : arrows_) step(RecordKind::flow_ends, arrow, parts_.vcpu);
  arrows_.clear();
  if (is_empty()) return;
  available_ = taken_ = used_ = 0;
  count();
  parts_.pen.slice_ends(track_);
}

void QueueTrack::kicked() {
  if (parts_.has_ring) begin_arrow();
}

// Of a doorbell without a ring nothing else would end it.
void QueueTrack::wakes(const host::Task& wakee) {
  if (!parts_.has_ring) begin_arrow();
  if (arrows_.empty() || arrows_.back().is_completed) return;
  arrows_.back().woken = &wakee;
}

void QueueTrack::runs(const host::Task& task, TrackId on) {
  for (Arrow& arrow : arrows_) {
    if (arrow.woken == &task) {
      step(parts_.has_ring ? RecordKind::flow_steps : RecordKind::flow_ends, arrow, on);
      arrow.woken = nullptr;
      arrow.is_completed = !parts_.has_ring;
    }
  }
  if (!parts_.has_ring)
    arrows_.erase(
        std::remove_if(arrows_.begin(), arrows_.end(), [](const Arrow& arrow) { return arrow.is_completed; }),
        arrows_.end());
}

void QueueTrack::interrupts(vcpu::Vector vector) {
  if (vector != vcpu::timer_vector && (!parts_.vector || parts_.vector == vector)) end_completed();
}

void QueueTrack::begin_arrow() {
  arrows_.push_back({next_arrow_++});
  step(RecordKind::flow_begins, arrows_.back(), parts_.vcpu);
}

void QueueTrack::end_completed() {
  const auto completed = [&](const Arrow& arrow) {
    if (arrow.is_completed) step(RecordKind::flow_ends, arrow, parts_.vcpu);
    return arrow.is_completed;
  };
  arrows_.erase(std::remove_if(arrows_.begin(), arrows_.end(), completed), arrows_.end());
}

}  // namespace kickpath::trace
