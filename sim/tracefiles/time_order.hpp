#pragma once
#include <cstdint>
#include <functional>
#include <map>

#include "tracefiles/trace_event.hpp"

namespace kickpath::tracefiles {

using EventSink = std::function<void(const TraceEvent&)>;

/// Puts events that are a little out of order (the cpus' buffers were merged by hand, or their clocks differ)
/// in order, with bounded memory. Events of one date keep their order.
class TimeOrder {
 public:
  static constexpr Duration window = std::chrono::milliseconds{1};
  static constexpr std::size_t most_held = 65'536;

  explicit TimeOrder(EventSink sink) : sink_(std::move(sink)) {}

  /// False if the event is older than one that has left: it is not taken.
  bool push(TraceEvent event);

  /// Ends the stream.
  void flush();

 private:
  void release_first();

  EventSink sink_;
  std::multimap<Instant, TraceEvent> held_;
  Instant newest_ = Instant::min();
  Instant released_ = Instant::min();
};

}  // namespace kickpath::tracefiles
