#include "compare/paired_test.hpp"

#include <cmath>
#include <utility>

#include <boost/math/tools/toms748_solve.hpp>

#include "compare/boundaries.hpp"
#include "compare/normal.hpp"
#include "compare/stopped_walk.hpp"

namespace kickpath::compare {

double Differences::t(double difference) const { return (mean - difference) * std::sqrt(n) / sd; }

Differences differences_of(std::span<const double> values) {
  Differences seen{static_cast<unsigned>(values.size()), 0, 0};
  // Around the first value, so that equal ones have exactly no spread.
  double excess = 0;
  for (const double value : values) excess += value - values[0];
  seen.mean = values[0] + excess / seen.n;
  double squares = 0;
  for (const double value : values) squares += (value - seen.mean) * (value - seen.mean);
  seen.sd = std::sqrt(squares / (seen.n - 1));
  return seen;
}

PairedTest::PairedTest(Design design) : design_(std::move(design)) {
  std::vector<double> fractions;
  for (const unsigned n : design_.looks) {
    information_.push_back(n);
    fractions.push_back(static_cast<double>(n) / design_.looks.back());
  }
  bounds_ = boundaries(information_, fractions, design_.spending, design_.alpha);
}

double PairedTest::t_bound(std::size_t look) const { return t_of_z(bounds_[look], design_.looks[look] - 1); }

bool PairedTest::is_resolved(std::size_t look, const Differences& seen) const {
  return std::abs(seen.t(0)) >= t_bound(look);
}

// The statistics of the true difference are standard normal on the z scale, whatever it is; the boundaries,
// which are about no difference, are elsewhere on theirs: t(true) = t(0) - difference sqrt(n) / sd.
double PairedTest::p_beyond(std::size_t look, const Differences& seen, double difference) const {
  StoppedWalk walk(closest_looks(information_));
  double p = 0;
  for (std::size_t k = 0; k < look; ++k) {
    const double n = design_.looks[k];
    const double shift = difference * std::sqrt(n) / seen.sd;
    const Range going_on{z_of_t(-t_bound(k) - shift, n - 1), z_of_t(t_bound(k) - shift, n - 1)};
    p += walk.above(information_[k], going_on.upper);
    walk.go_on(information_[k], going_on);
  }
  return p + walk.above(information_[look], z_of_t(seen.t(difference), seen.n - 1));
}

double PairedTest::p_above(std::size_t look, const Differences& seen, double difference) const {
  if (seen.mean >= 0) return p_beyond(look, seen, difference);
  return 1 - p_beyond(look, {seen.n, -seen.mean, seen.sd}, -difference);
}

double PairedTest::difference_at(double p, std::size_t look, const Differences& seen) const {
  const double unit = seen.sd / std::sqrt(seen.n);
  const auto excess = [&](double x) { return p_above(look, seen, seen.mean + x * unit) - p; };
  double lo = -4, hi = 4;
  while (excess(lo) > 0) lo *= 2;
  while (excess(hi) < 0) hi *= 2;
  std::uintmax_t steps = 100;
  const auto root =
      boost::math::tools::toms748_solve(excess, lo, hi, boost::math::tools::eps_tolerance<double>(24), steps);
  return seen.mean + (root.first + root.second) / 2 * unit;
}

}  // namespace kickpath::compare
