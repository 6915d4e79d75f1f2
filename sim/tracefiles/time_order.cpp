#include "tracefiles/time_order.hpp"

#include <algorithm>

namespace kickpath::tracefiles {

bool TimeOrder::push(TraceEvent event) {
  if (event.date < released_) return false;
  newest_ = std::max(newest_, event.date);
  const Instant date = event.date;
  held_.emplace(date, std::move(event));
  while (held_.size() > most_held || newest_ - held_.begin()->first > window) release_first();
  return true;
}

void TimeOrder::flush() {
  while (!held_.empty()) release_first();
}

void TimeOrder::release_first() {
  const auto first = held_.extract(held_.begin());
  released_ = first.key();
  sink_(first.mapped());
}

}  // namespace kickpath::tracefiles
