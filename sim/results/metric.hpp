#pragma once
#include <cstddef>
#include <optional>
#include <span>

/// One figure summarised over the replicas of a run.
namespace kickpath::results {

struct Interval {
  double lo = 0;
  double hi = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Estimate {
  double median = 0;  ///< of an even number: mean of the middle two
  double mean = 0;
  std::optional<Interval>
      ci95;                  ///< of the mean: mean -+ t(0.975, n - 1) s / sqrt(n), Student; none for n = 1
  std::optional<double> cv;  ///< s / |mean|, s with n - 1; none for n = 1 and where the mean is 0
  std::size_t n = 0;         ///< replicas that know the figure
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// Of an even number: the mean of the middle two. There must be one.
double median(std::span<const double> values);

/// Nothing for no replicas. The values must be finite.
std::optional<Estimate> summarize(std::span<const double> replicas);

}  // namespace kickpath::results
