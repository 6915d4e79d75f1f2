#pragma once
#include <cmath>
#include <cstdint>

#include "time/duration.hpp"

/// How fast a core gets on with the work on it. Work is counted in time of a core at full pace, which is the
/// one that the cost profile was taken on.
namespace kickpath::host {

class Pace {
 public:
  Pace() = default;  ///< full
  /// To a millionth; a speed is above 0.
  explicit Pace(double speed) : millionths_(std::lround(speed * full)) {}

  /// How long `work` takes, a begun picosecond too; endless work (Duration::max()) takes for ever.
  Duration time_for(Duration work) const {
    return millionths_ == full ? work : stretched(work);
  }
  /// What is done of it in `time`.
  Duration work_in(Duration time) const {
    return millionths_ == full ? time : done_in(time);
  }

  friend bool operator==(Pace, Pace) = default;

 private:
  __extension__ using Wide = __int128;
  static constexpr std::int64_t full = 1'000'000;

  // Out of line, or their divisions would weigh on every step of a host that needs none.
  [[gnu::noinline]] Duration stretched(Duration work) const {
    if (work == Duration::max()) return work;
    return Duration{static_cast<std::int64_t>((Wide{work.count()} * full + millionths_ - 1) / millionths_)};
  }
  [[gnu::noinline]] Duration done_in(Duration time) const {
    return Duration{static_cast<std::int64_t>(Wide{time.count()} * millionths_ / full)};
  }

  std::int64_t millionths_ = full;
};

}  // namespace kickpath::host
