#pragma once
#include <optional>

#include "time/duration.hpp"

namespace kickpath::trace {

/// Which part of a run its timeline shows.
struct TimelineBounds {
  /// From `from`, that date included, to `to`, that date left out.
  Instant from{};
  Instant to = never;
  /// Instead: what lies no longer than this before the run's end.
  std::optional<Duration> last{};
};

}  // namespace kickpath::trace
