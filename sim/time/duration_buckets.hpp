#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

#include "time/duration.hpp"

/// The log-linear buckets of a latency histogram, as HdrHistogram lays them out: every power of two of
/// nanoseconds is cut into 128 equal parts, so a bucket is at most 0.79 % wide. Freestanding, because the
/// guest payload counts into the same buckets that the simulator does.
namespace kickpath::duration_buckets {

constexpr unsigned sub_bits = 7;
constexpr std::uint64_t subs = 1u << sub_bits;
constexpr unsigned top_bit =
    43;  ///< longest distinguished latency: 2^44 ns, 4.9 hours; longer ones share the last bucket
constexpr std::size_t count = (top_bit - sub_bits + 2) * subs;

/// Bucket of `d`; negative durations count as 0.
constexpr std::size_t index_of(Duration d) {
  const std::uint64_t ns = d.count() < 0 ? 0 : static_cast<std::uint64_t>(d.count()) / 1000;
  if (ns < subs) return ns;
  const unsigned exponent = static_cast<unsigned>(std::bit_width(ns)) - 1;
  if (exponent > top_bit) return count - 1;
  const unsigned shift = exponent - sub_bits;
  return (std::size_t{shift} + 1) * subs + ((ns >> shift) - subs);
}

/// First duration of bucket `i`; the bucket ends where the next one begins.
constexpr Duration begin_of(std::size_t i) {
  if (i < subs) return Duration{static_cast<std::int64_t>(i) * 1000};
  const std::size_t shift = i / subs - 1;
  return Duration{static_cast<std::int64_t>((i % subs + subs) << shift) * 1000};
}

}  // namespace kickpath::duration_buckets
