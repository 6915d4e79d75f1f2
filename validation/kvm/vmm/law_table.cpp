#include "vmm/law_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace kickpath::vmm {

namespace {

constexpr double n = protocol::law_entries;

/// Integral of x exp(-x) from the q-quantile on: what the slices above it add to the mean.
double exponential_above(double q) {
  const double x = -std::log1p(-q);
  return q >= 1 ? 0 : (x + 1) * std::exp(-x);
}

double normal_quantile(double q) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return q <= 0 ? -infinity : q >= 1 ? infinity : boost::math::quantile(boost::math::normal(), q);
}

/// P(from < Z <= to), of the tail in which it lies: the other one has no digits left for it.
double normal_between(double from, double to) {
  using boost::math::cdf;
  using boost::math::complement;
  const boost::math::normal z;
  return from < 0 ? cdf(z, to) - cdf(z, from) : cdf(complement(z, from)) - cdf(complement(z, to));
}

/// What the slice from the `low`-quantile to the `high`-quantile adds to the mean, over the mean. Of
/// exp(sigma Z) that is the probability of the same slice of Z, moved by sigma.
double share_of(const Distribution& law, double low, double high) {
  if (law.kind == Distribution::Kind::exponential) return exponential_above(low) - exponential_above(high);
  return normal_between(normal_quantile(low) - law.sigma, normal_quantile(high) - law.sigma);
}

/// As Distribution::mean(), but not cut off at what a Duration can hold.
double mean_of(const Distribution& law) {
  return static_cast<double>(law.a.count()) * std::exp(law.sigma * law.sigma / 2);
}

double uniform_slice(const Distribution& law, double i) {
  const auto low = static_cast<double>(law.a.count());
  const auto high = static_cast<double>(law.b.count());
  return low + (high - low) * (i + 0.5) / n;
}

}  // namespace

std::vector<std::int64_t> slices_of(const Distribution& law) {
  std::vector<std::int64_t> slices(protocol::law_entries, law.a.count());
  if (law.is_fixed()) return slices;
  for (std::uint32_t i = 0; i < protocol::law_entries; ++i) {
    const double ps = law.kind == Distribution::Kind::uniform
                          ? uniform_slice(law, i)
                          : mean_of(law) * n * share_of(law, i / n, (i + 1) / n);
    slices[i] = std::llround(std::min(ps, 9e18));
  }
  return slices;
}

}  // namespace kickpath::vmm
