#pragma once
#include <memory>
#include <span>

#include "trace/timeline_bounds.hpp"
#include "trace/timeline_cut.hpp"

namespace kickpath::trace {

/// The contract of who decides what of a timeline reaches its file. The caller gives all records by date,
/// some at a time, and then ends once.
class TimelineKeeper {
 public:
  virtual ~TimelineKeeper() = default;

  virtual void take(std::span<const Record> records) = 0;
  /// `end`: where the run ends, not before the last record.
  virtual void end(Instant end) = 0;
  /// Nothing that comes now is kept.
  virtual bool is_over() const = 0;
};

std::unique_ptr<TimelineKeeper> make_keeper(const TimelineBounds& bounds, ChromeWriter& writer);

}  // namespace kickpath::trace
