#include "results/latency_histogram.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace kickpath::results {

LatencyHistogram LatencyHistogram::of(std::span<const std::uint64_t> buckets, Duration sum, Duration min,
                                      Duration max) {
  if (buckets.size() != duration_buckets::count) throw std::logic_error("latency histogram: other buckets");
  LatencyHistogram histogram;
  histogram.buckets_.assign(buckets.begin(), buckets.end());
  histogram.n_ = std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
  if (histogram.n_ == 0) return histogram;
  histogram.sum_ = sum.count();
  histogram.min_ = min;
  histogram.max_ = max;
  return histogram;
}

LatencyHistogram& LatencyHistogram::operator+=(const LatencyHistogram& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  n_ += other.n_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  return *this;
}

LatencyHistogram& LatencyHistogram::operator-=(const LatencyHistogram& earlier) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (buckets_[i] < earlier.buckets_[i])
      throw std::logic_error("latency histogram: a bucket ran backwards");
    buckets_[i] -= earlier.buckets_[i];
  }
  n_ -= earlier.n_;
  sum_ -= earlier.sum_;
  tighten_range();
  return *this;
}

/// Moves min and max, which may belong to requests that were taken away, to the buckets that are left.
void LatencyHistogram::tighten_range() {
  if (n_ == 0) return clear();
  const auto occupied = [](std::uint64_t count) { return count != 0; };
  const auto lowest = std::find_if(buckets_.begin(), buckets_.end(), occupied) - buckets_.begin();
  const auto above = std::find_if(buckets_.rbegin(), buckets_.rend(), occupied).base() - buckets_.begin();
  min_ = std::max(min_, duration_buckets::begin_of(static_cast<std::size_t>(lowest)));
  // The last bucket has no end; where it is occupied, max is as tight as it can be.
  if (above < static_cast<std::ptrdiff_t>(duration_buckets::count))
    max_ = std::min(max_, duration_buckets::begin_of(static_cast<std::size_t>(above)));
}

std::optional<Duration> LatencyHistogram::min() const { return n_ ? std::optional(min_) : std::nullopt; }

std::optional<Duration> LatencyHistogram::max() const { return n_ ? std::optional(max_) : std::nullopt; }

std::optional<Duration> LatencyHistogram::mean() const {
  if (n_ == 0) return std::nullopt;
  return Duration{static_cast<Duration::rep>((sum_ + static_cast<Sum>(n_ / 2)) / static_cast<Sum>(n_))};
}

std::optional<Duration> LatencyHistogram::quantile(double q) const {
  if (n_ == 0) return std::nullopt;
  const double rank = std::clamp(std::ceil(q * static_cast<double>(n_)), 1.0, static_cast<double>(n_));
  double below = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    const auto here = static_cast<double>(buckets_[i]);
    if (below + here >= rank) return interpolate(i, (rank - below) / here);
    below += here;
  }
  return max_;
}

/// The point at `share` of a bucket, clipped to what was really seen in it.
Duration LatencyHistogram::interpolate(std::size_t bucket, double share) const {
  const bool is_last = bucket + 1 == duration_buckets::count;
  const Duration begin = std::max(min_, duration_buckets::begin_of(bucket));
  const Duration end = is_last ? max_ : std::min(max_, duration_buckets::begin_of(bucket + 1));
  return begin + Duration{std::llround(share * static_cast<double>((end - begin).count()))};
}

}  // namespace kickpath::results
