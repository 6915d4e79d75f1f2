#include "trace/timeline_keeper.hpp"

#include "trace/recent_keeper.hpp"
#include "trace/window_keeper.hpp"

namespace kickpath::trace {

std::unique_ptr<TimelineKeeper> make_keeper(const TimelineBounds& bounds, ChromeWriter& writer) {
  if (bounds.last) return std::make_unique<RecentKeeper>(*bounds.last, writer);
  return std::make_unique<WindowKeeper>(bounds.from, bounds.to, writer);
}

}  // namespace kickpath::trace
