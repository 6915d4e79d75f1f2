#include "calendar.hpp"

namespace kickpath::engine {

Instant Calendar::next_date() {
  drop_stale();
  return ready_.empty() ? next_date_ : now_;
}

bool Calendar::drop_stale() {
  const std::size_t before = stale_;
  for (; !heap_.empty() && !is_live(heap_.top()); --stale_) pop_heap();
  for (; !ready_.empty() && !is_live(ready_.front()); --stale_) ready_.pop();
  return stale_ != before;
}

void Calendar::compact() {
  stale_ -= heap_.remove_if([](const Event& event) { return !is_live(event); });
  next_date_ = heap_.empty() ? never : heap_.top().date;
}

Alarm& Calendar::lend(Timer& timer) {
  if (free_alarms_.empty()) free_alarms_.push_back(&alarms_.emplace_back());
  Alarm& alarm = *free_alarms_.back();
  free_alarms_.pop_back();
  alarm.timer = &timer;
  return alarm;
}

void Calendar::give_back(Alarm& alarm) {
  disarm(alarm);
  free_alarms_.push_back(&alarm);
}

}  // namespace kickpath::engine
