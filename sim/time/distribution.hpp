#pragma once
#include "time/duration.hpp"

/// A law of durations as plain data; whoever draws from it brings the random stream. Freestanding (mean() of
/// a log-normal law needs exp, so a caller without libm must not ask for it).
namespace kickpath {

struct Distribution {
  enum class Kind { fixed, exponential, lognormal, uniform };

  Kind kind = Kind::fixed;
  Duration a{};      ///< fixed: the value; exponential: mean; lognormal: median; uniform: lowest
  Duration b{};      ///< uniform: highest; else 0
  double sigma = 0;  ///< lognormal: standard deviation of the logarithm; else 0

  static constexpr Distribution fixed(Duration value) { return {Kind::fixed, value, {}, 0}; }
  static constexpr Distribution exponential(Duration mean) { return {Kind::exponential, mean, {}, 0}; }
  static constexpr Distribution lognormal(Duration median, double sigma) {
    return {Kind::lognormal, median, {}, sigma};
  }
  /// Needs low <= high.
  static constexpr Distribution uniform(Duration low, Duration high) { return {Kind::uniform, low, high, 0}; }

  constexpr bool is_fixed() const { return kind == Kind::fixed; }

  /// Rounded towards 0 (uniform) or to the nearest picosecond (log-normal: median * exp(sigma^2 / 2), at most
  /// Duration::max()).
  constexpr Duration mean() const {
    if (kind == Kind::uniform) return a + (b - a) / 2;
    if (kind != Kind::lognormal || sigma == 0) return a;
    const double ps = static_cast<double>(a.count()) * __builtin_exp(sigma * sigma / 2);
    return ps < 9.2e18 ? Duration{__builtin_llround(ps)} : Duration::max();
  }

  friend constexpr bool operator==(const Distribution&, const Distribution&) = default;
};

}  // namespace kickpath
