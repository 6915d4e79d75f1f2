#include "disk/stations.hpp"

#include <algorithm>

namespace kickpath::disk {

Stations::Stations(const Shape& shape, std::function<Duration()> seek)
    : shape_(shape), seek_(std::move(seek)), spindles_(shape.spindles) {}

void Stations::submit(Instant now, const Request& request) {
  end_positionings(now - Duration{1});
  Spindle& spindle = spindles_[request.spindle];
  spindle.waiting.push(request);
  position_waiting(spindle, now);
}

std::optional<Instant> Stations::next_event() const {
  if (positionings_.empty() && transfers_.empty()) return std::nullopt;
  return std::min(positionings_.empty() ? never : positionings_.front().end,
                  transfers_.empty() ? never : transfers_.front().end);
}

std::optional<std::uint64_t> Stations::take_finished(Instant now) {
  end_positionings(now);
  if (transfers_.empty() || transfers_.front().end > now) return std::nullopt;
  return transfers_.pop().tag;
}

bool Stations::ends_later(const Positioning& a, const Positioning& b) {
  return a.end != b.end ? a.end > b.end : a.number > b.number;
}

void Stations::position_waiting(Spindle& spindle, Instant now) {
  while (spindle.busy < shape_.parallel && !spindle.waiting.empty()) {
    ++spindle.busy;
    positionings_.push_back({now + seek_(), positionings_begun_++, spindle.waiting.pop()});
    std::push_heap(positionings_.begin(), positionings_.end(), ends_later);
  }
}

// At the date of each, not at `until`: its transfer takes its turn on the link, and its server begins with
// the next request.
void Stations::end_positionings(Instant until) {
  while (!positionings_.empty() && positionings_.front().end <= until) {
    const Positioning done = take_next_positioning();
    link_free_at_ = std::max(link_free_at_, done.end) + transfer_time(done.request.bytes);
    transfers_.push({link_free_at_, done.request.tag});
    Spindle& spindle = spindles_[done.request.spindle];
    --spindle.busy;
    position_waiting(spindle, done.end);
  }
}

Stations::Positioning Stations::take_next_positioning() {
  std::pop_heap(positionings_.begin(), positionings_.end(), ends_later);
  const Positioning first = positionings_.back();
  positionings_.pop_back();
  return first;
}

Duration Stations::transfer_time(std::uint64_t bytes) const {
  if (shape_.bandwidth == 0) return Duration::zero();
  __extension__ using Wide = unsigned __int128;
  return Duration{static_cast<std::int64_t>(Wide{bytes} * 1'000'000'000'000u / shape_.bandwidth)};
}

}  // namespace kickpath::disk
