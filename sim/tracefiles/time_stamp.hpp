#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "config/outcome.hpp"
#include "time/cycles.hpp"
#include "time/duration.hpp"

namespace kickpath::tracefiles {

/// Dates of one trace: seconds with decimals ("4112.604594"), or a count of the TSC (trace_clock x86-tsc).
/// They count from the whole second or the count of the first, because picoseconds in 64 bits end after 106
/// days and hosts stay up longer.
class TimeStamps {
 public:
  explicit TimeStamps(std::optional<Frequency> tsc) : tsc_(tsc) {}

  /// The TSC's frequency, unless one was given.
  void suggest(Frequency tsc) {
    if (!tsc_) tsc_ = tsc;
  }

  config::Outcome<Instant> read(std::string_view text);

 private:
  config::Outcome<Instant> read_seconds(std::string_view whole, std::string_view decimals);
  config::Outcome<Instant> read_ticks(std::string_view text);

  std::optional<Frequency> tsc_;
  std::optional<std::int64_t> origin_{};
};

}  // namespace kickpath::tracefiles
