#include "compare/boundaries.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include "compare/stopped_walk.hpp"

namespace kickpath::compare {

namespace {

constexpr double farthest = 37;  // beyond it doubles know no probability

/// Above which a walk that is still going on then is with that probability, below 1/2.
double point_above(const StoppedWalk& walk, double information, double probability) {
  const auto excess = [&](double z) { return walk.above(information, z) - probability; };
  if (excess(farthest) >= 0) return farthest;
  std::uintmax_t steps = 200;
  const auto [lo, hi] = boost::math::tools::toms748_solve(
      excess, 0.0, farthest, boost::math::tools::eps_tolerance<double>(40), steps);
  return (lo + hi) / 2;
}

}  // namespace

std::vector<double> boundaries(std::span<const double> information, std::span<const double> fractions,
                               Spending spending, double alpha) {
  StoppedWalk walk(closest_looks(information));
  std::vector<double> bounds;
  double before = 0;
  for (std::size_t look = 0; look < information.size(); ++look) {
    const double now = spent(spending, alpha / 2, fractions[look]);
    bounds.push_back(point_above(walk, information[look], now - before));
    walk.go_on(information[look], {-bounds.back(), bounds.back()});
    before = now;
  }
  return bounds;
}

}  // namespace kickpath::compare
