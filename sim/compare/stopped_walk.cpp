#include "compare/stopped_walk.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/quadrature/gauss.hpp>

#include "compare/normal.hpp"

namespace kickpath::compare {

namespace {

// Points of a panel; with panels of two standard deviations of a step the error is below 1e-10.
constexpr unsigned points = 10;
using Gauss = boost::math::quadrature::gauss<double, points>;

// No mass worth a thought lies beyond: 2e-17.
constexpr double edge = 8.5;

/// Calls `visit(x, weight)` for the points of the quadrature over a panel.
template <class Visit>
void over_panel(double middle, double half, const Visit& visit) {
  for (std::size_t i = 0; i < Gauss::abscissa().size(); ++i) {
    const double weight = half * Gauss::weights()[i];
    visit(middle - half * Gauss::abscissa()[i], weight);
    visit(middle + half * Gauss::abscissa()[i], weight);
  }
}

template <class Visit>
void over_range(Range range, double longest, const Visit& visit) {
  const double lower = std::clamp(range.lower, -edge, edge);
  const double width = std::clamp(range.upper, -edge, edge) - lower;
  if (width <= 0) return;
  const double panels = std::ceil(width / longest);
  const double half = width / panels / 2;
  for (double panel = 0; panel < panels; ++panel) over_panel(lower + (2 * panel + 1) * half, half, visit);
}

}  // namespace

double closest_looks(std::span<const double> information) {
  double closest = 2;
  for (std::size_t k = 1; k < information.size(); ++k)
    closest = std::min(closest, information[k] / information[k - 1]);
  return closest;
}

StoppedWalk::StoppedWalk(double closest) : panel_(std::min(2.0, 2 * std::sqrt(1 - 1 / closest))) {}

StoppedWalk::Step StoppedWalk::step_to(double information) const {
  return {std::sqrt(information_ / information), std::sqrt((information - information_) / information)};
}

double StoppedWalk::density(const Step& step, double z) const {
  if (information_ == 0) return normal_density(z);
  double sum = 0;
  for (const Node& node : nodes_) sum += node.mass * normal_density((z - step.pull * node.z) / step.spread);
  return sum / step.spread;
}

double StoppedWalk::beyond(double information, double z, double side) const {
  if (information_ == 0) return normal_above(side * z);
  const Step step = step_to(information);
  double sum = 0;
  for (const Node& node : nodes_)
    sum += node.mass * normal_above(side * (z - step.pull * node.z) / step.spread);
  return sum;
}

double StoppedWalk::above(double information, double z) const { return beyond(information, z, 1); }
double StoppedWalk::below(double information, double z) const { return beyond(information, z, -1); }

void StoppedWalk::go_on(double information, Range range) {
  const Step step = step_to(information);
  std::vector<Node> next;
  over_range(range, panel_, [&](double z, double weight) { next.push_back({z, weight * density(step, z)}); });
  nodes_ = std::move(next);
  information_ = information;
}

}  // namespace kickpath::compare
