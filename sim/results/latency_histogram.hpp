#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "time/duration.hpp"
#include "time/duration_buckets.hpp"

/// How long requests took, from post to reap (closed loop) or from intended arrival to reap (open loop).
///
/// Counts lie in the buckets of time/duration_buckets.hpp (at most 0.79 % wide); sum, n, min and max are
/// exact. The buckets live on the heap (38 KB), so a histogram may be a local variable on a small fiber
/// stack.
namespace kickpath::results {

class LatencyHistogram {
 public:
  LatencyHistogram() : buckets_(duration_buckets::count) {}

  /// Counts that another world made in the same buckets, as many as duration_buckets::count, with their exact
  /// sum and extremes (ignored where nothing was counted).
  static LatencyHistogram of(std::span<const std::uint64_t> buckets, Duration sum, Duration min,
                             Duration max);

  /// Once per operation. A negative latency (clocks of two cores that disagree) counts as 0.
  void add(Duration latency) {
    latency = std::max(latency, Duration::zero());
    ++buckets_[duration_buckets::index_of(latency)];
    ++n_;
    sum_ += latency.count();
    min_ = std::min(min_, latency);
    max_ = std::max(max_, latency);
  }

  /// Forgets everything: at the end of the warm-up, which keeps min and max exact for the measured window.
  void clear() { *this = LatencyHistogram(); }

  /// Merges another histogram, of another queue or VM.
  LatencyHistogram& operator+=(const LatencyHistogram& other);

  /// Takes away an earlier state of this same histogram. Counts, n and sum stay exact; min and max are then
  /// known to their bucket only, so they widen to its edges unless they still lie in it. Throws
  /// std::logic_error when `earlier` is no earlier state of this one.
  LatencyHistogram& operator-=(const LatencyHistogram& earlier);

  friend LatencyHistogram operator-(LatencyHistogram end, const LatencyHistogram& start) {
    return end -= start;
  }
  friend bool operator==(const LatencyHistogram&, const LatencyHistogram&) = default;

  std::uint64_t n() const { return n_; }

  // None of these exists while the histogram is empty.

  std::optional<Duration> min() const;
  std::optional<Duration> max() const;
  std::optional<Duration> mean() const;  ///< exact, rounded to the nearest picosecond

  /// The latency that a share `q` in [0, 1] of all requests did not exceed: nearest rank ceil(q n),
  /// interpolated linearly within its bucket, and never outside [min, max].
  std::optional<Duration> quantile(double q) const;

 private:
  /// 64 bits of picoseconds are 106 days, which an overloaded open loop adds up in one run (1e7 requests of 1
  /// s).
  __extension__ using Sum = __int128;

  void tighten_range();
  Duration interpolate(std::size_t bucket, double share) const;

  std::vector<std::uint64_t> buckets_;
  std::uint64_t n_ = 0;
  Sum sum_ = 0;
  Duration min_ = Duration::max();
  Duration max_ = Duration::zero();
};

}  // namespace kickpath::results
