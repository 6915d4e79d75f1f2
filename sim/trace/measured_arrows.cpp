#include "trace/measured_arrows.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::trace {

void MeasuredArrows::kicks(Thread vcpu) {
  if (std::find(kicking_.begin(), kicking_.end(), vcpu) == kicking_.end()) kicking_.push_back(vcpu);
}

void MeasuredArrows::wakes(Thread waker, Thread wakee, TrackId waker_track) {
  const auto kick = std::find(kicking_.begin(), kicking_.end(), waker);
  if (kick == kicking_.end()) return;
  kicking_.erase(kick);
  end([&](const Arrow& arrow) { return arrow.vcpu == waker && arrow.server == wakee; }, waker_track);
  arrows_.push_back({next_++, waker, wakee});
  step(RecordKind::flow_begins, arrows_.back(), waker_track);
}

void MeasuredArrows::runs(Thread thread, TrackId track) {
  for (Arrow& arrow : arrows_)
    if (arrow.server == thread && !std::exchange(arrow.has_run, true))
      step(RecordKind::flow_steps, arrow, track);
}

void MeasuredArrows::sends_interrupt(Thread sender, TrackId track) {
  for (Arrow& arrow : arrows_)
    if (arrow.server == sender && arrow.has_run && !std::exchange(arrow.has_answered, true))
      step(RecordKind::flow_steps, arrow, track);
}

void MeasuredArrows::takes_interrupt(Thread vcpu, TrackId track) {
  end([&](const Arrow& arrow) { return arrow.vcpu == vcpu && arrow.has_answered; }, track);
}

}  // namespace kickpath::trace
