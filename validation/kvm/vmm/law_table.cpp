#include "vmm/law_table.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace kickpath::vmm {

namespace {

constexpr double n = protocol::law_entries;

/// Integral of x exp(-x) from the q-quantile on: what the slices above it add to the mean.
double exponential_above(double q) {
  const double x = -std::log1p(-q);
  return q >= 1 ? 0 : (x + 1) * std::exp(-x);
}

/// The same of exp(sigma Z), over its mean: P(Z > z - sigma), z the q-quantile of Z.
double lognormal_above(double q, double sigma) {
  if (q <= 0) return 1;
  if (q >= 1) return 0;
  const boost::math::normal z;
  return boost::math::cdf(boost::math::complement(z, boost::math::quantile(z, q) - sigma));
}

/// Over the law's mean.
double share_above(const Distribution& law, double q) {
  return law.kind == Distribution::Kind::lognormal ? lognormal_above(q, law.sigma) : exponential_above(q);
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
  const auto mean = static_cast<double>(law.mean().count());
  for (std::uint32_t i = 0; i < protocol::law_entries; ++i) {
    const double ps = law.kind == Distribution::Kind::uniform
                          ? uniform_slice(law, i)
                          : mean * n * (share_above(law, i / n) - share_above(law, (i + 1) / n));
    slices[i] = std::llround(std::min(ps, 9e18));
  }
  return slices;
}

}  // namespace kickpath::vmm
