#include "report/curves.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "capacity/knee.hpp"
#include "report/quantity.hpp"

namespace kickpath::report {

namespace {

constexpr std::size_t least_values = 3;

struct Axis {
  std::string unit;
  std::vector<double> x;
  std::size_t distinct = 0;
};

/// Nothing where a point has no number on it, or numbers of several units.
std::optional<Axis> numbers_on(const Sweep& sweep, std::size_t index) {
  Axis axis;
  for (const SweepPoint& point : sweep.points) {
    const auto quantity = quantity_of(point.settings[index]);
    if (!quantity || (!axis.x.empty() && quantity->unit != axis.unit)) return std::nullopt;
    axis.unit = quantity->unit;
    axis.x.push_back(quantity->value);
  }
  axis.distinct = std::set(axis.x.begin(), axis.x.end()).size();
  return axis;
}

bool counts_vms(const std::string& path) { return path.ends_with(".count"); }

std::optional<Curves> best_axis(const Sweep& sweep) {
  std::optional<Curves> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    auto axis = numbers_on(sweep, i);
    if (!axis || axis->distinct < least_values) continue;
    const std::size_t rank = axis->distinct + (counts_vms(sweep.axes[i]) ? sweep.points.size() : 0);
    if (rank <= most) continue;
    most = rank;
    best = Curves{i, std::move(axis->unit), std::move(axis->x), {}};
  }
  return best;
}

std::vector<std::string> others(const SweepPoint& point, std::size_t axis) {
  std::vector<std::string> settings = point.settings;
  settings.erase(settings.begin() + static_cast<std::ptrdiff_t>(axis));
  return settings;
}

/// Throughput along the curve; empty where a point does not know it.
std::vector<capacity::LoadPoint> throughput_along(const Sweep& sweep, const Curves& curves,
                                                  const Curve& curve) {
  const auto throughput = sweep.figure("ops_per_s");
  std::vector<capacity::LoadPoint> points;
  for (const std::size_t point : curve.points) {
    if (!throughput || !sweep.points[point].figures[*throughput]) return {};
    points.push_back({points.size(), curves.x[point], sweep.points[point].figures[*throughput]->mean});
  }
  return points;
}

std::optional<std::size_t> last_that_holds(const Sweep& sweep, const Curve& curve) {
  std::optional<std::size_t> last;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    if (sweep.constraints.empty() || !sweep.points[curve.points[i]].holds()) break;
    last = i;
  }
  return last;
}

}  // namespace

std::optional<Curves> curves_of(const Sweep& sweep) {
  auto curves = best_axis(sweep);
  if (!curves) return std::nullopt;
  std::map<std::vector<std::string>, std::size_t> places;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const auto settings = others(sweep.points[i], curves->axis);
    const auto [place, is_new] = places.emplace(settings, curves->curves.size());
    if (is_new) curves->curves.push_back({settings, {}, {}, {}});
    curves->curves[place->second].points.push_back(i);
  }
  for (Curve& curve : curves->curves) {
    std::stable_sort(curve.points.begin(), curve.points.end(),
                     [&](std::size_t a, std::size_t b) { return curves->x[a] < curves->x[b]; });
    if (counts_vms(sweep.axes[curves->axis]))
      curve.knee = capacity::knee_of(throughput_along(sweep, *curves, curve));
    curve.last_that_holds = last_that_holds(sweep, curve);
  }
  return curves;
}

}  // namespace kickpath::report
